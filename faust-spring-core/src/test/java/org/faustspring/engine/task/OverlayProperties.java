package org.faustspring.engine.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.table.CacheRoom;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.table.StoreKind;
import org.faustspring.table.TableEntries;
import org.faustspring.table.store.StateDirectory;
import org.faustspring.table.store.StoreWrites;
import org.faustspring.table.store.TableStoreSpec;
import org.faustspring.table.store.TableStores;
import org.faustspring.table.store.TaskStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * A table in a handler, over an overlay and a store, against a plain map.
 */
class OverlayProperties {

	@Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
	void handlersAndReadersSeeWhatPlainMapsWouldHold(@ForAll("steps") List<Step> steps, @ForAll boolean lanes,
			@ForAll boolean manyEntries, @ForAll("caches") Cache cache) throws IOException {
		Path root = Files.createTempDirectory("overlay");
		try (StateDirectory directory = StateDirectory.open(root, "app");
				TableStores stores = new TableStores(directory, 16 << 20);
				TaskStore store = stores.open("task-0", List.of(new TableStoreSpec("table", StoreKind.MEMORY)))) {
			Subject subject = new Subject(store, lanes, cache);
			if (manyEntries) {
				subject.fill();
			}
			steps.forEach(subject::run);
			subject.checkCommitted();
		}
		finally {
			UnitOfWork.enter(null);
			FileSystemUtils.deleteRecursively(root);
		}
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<Action> actions = Arbitraries.frequency(Tuple.of(6, Action.PUT), Tuple.of(4, Action.UPDATE),
				Tuple.of(4, Action.REMOVE), Tuple.of(4, Action.SCAN), Tuple.of(3, Action.RANGE),
				Tuple.of(2, Action.PREFIX), Tuple.of(4, Action.KEEP), Tuple.of(3, Action.DROP),
				Tuple.of(3, Action.FREEZE), Tuple.of(3, Action.APPLY), Tuple.of(1, Action.DISCARD));
		Arbitrary<String> keys = Arbitraries.of("", "a", "aa", "ab", "b", "ba", "c", "k1", "k15", "k255", "k256",
				"k257", "k3", "z");
		return Combinators.combine(actions, keys, keys, Arbitraries.longs().between(1, 1000))
			.as(Step::new)
			.list()
			.ofMaxSize(60);
	}

	/**
	 * Objects, bytes once these have too little room, bytes from the beginning, or
	 * nothing, by what the type of values is said to be.
	 */
	@Provide
	Arbitrary<Cache> caches() {
		Arbitrary<Integer> sizes = Arbitraries.oneOf(Arbitraries.integers().between(0, 10_000),
				Arbitraries.integers().between(80_000, 200_000));
		return Combinators.combine(Arbitraries.of(Long.class, Object.class), Arbitraries.of(StoreKind.class), sizes)
			.as(Cache::new);
	}

	record Cache(Class<?> type, StoreKind store, int bytes) {

	}

	enum Action {

		PUT, UPDATE, REMOVE, SCAN, RANGE, PREFIX, KEEP, DROP, FREEZE, APPLY, DISCARD

	}

	record Step(Action action, String key, String other, long value) {

	}

	/**
	 * A table, driven as a worker and its handlers drive it, and the maps it has to be
	 * like.
	 */
	private static final class Subject {

		private final TaskStore store;

		private final TablePartition partition;

		private final EngineTable<String, Long> table;

		private final EventUnit unit;

		private Map<Object, Object> frozen = new HashMap<>();

		private TreeMap<String, Long> committed = new TreeMap<>();

		private @Nullable TreeMap<String, Long> freezing;

		private TreeMap<String, Long> kept = new TreeMap<>();

		private TreeMap<String, Long> current = new TreeMap<>();

		@SuppressWarnings("unchecked")
		Subject(TaskStore store, boolean lanes, Cache cache) {
			this.store = store;
			TableDefinition definition = new TableDefinition("table", ResolvableType.forClass(String.class),
					ResolvableType.forClass(cache.type()),
					(org.apache.kafka.common.serialization.Serde<Object>) (Object) Serdes.String(),
					(org.apache.kafka.common.serialization.Serde<Object>) (Object) Serdes.Long(), 0L, cache.store(),
					"changelog", Map.of());
			this.partition = new TablePartition(definition, 0, store.table("table"), lanes,
					new CacheRoom(cache.bytes()));
			this.table = new EngineTable<>(definition, MisroutedKeys.IGNORE, JsonMapper.shared());
			this.table.start(1, (number) -> null);
			this.table.partitions().ready(this.partition);
			Map<String, TablePartition> partitions = Map.of("table", this.partition);
			this.unit = lanes ? new IsolatedUnit(partitions, mock(Outbox.class))
					: new DirectUnit(partitions, mock(Outbox.class));
		}

		void fill() {
			inHandler(() -> {
				for (int i = 0; i < 600; i++) {
					this.table.put("k" + i, (long) i);
					this.current.put("k" + i, (long) i);
				}
			});
			keep();
			freeze();
			apply();
		}

		void run(Step step) {
			switch (step.action()) {
				case PUT -> inHandler(() -> {
					this.table.put(step.key(), step.value());
					this.current.put(step.key(), step.value());
				});
				case UPDATE -> inHandler(() -> {
					long value = this.table.update(step.key(), (before) -> before + step.value());
					this.current.merge(step.key(), step.value(), Long::sum);
					assertThat(this.current).containsEntry(step.key(), value);
				});
				case REMOVE -> inHandler(() -> {
					this.table.remove(step.key());
					this.current.remove(step.key());
				});
				case SCAN -> inHandler(() -> assertSame(this.table.entries(), this.current));
				case RANGE -> inHandler(() -> assertSame(this.table.range(step.key(), step.other()),
						range(this.current, step.key(), step.other())));
				case PREFIX ->
					inHandler(() -> assertSame(this.table.prefix(step.key()), prefix(this.current, step.key())));
				case KEEP -> keep();
				case DROP -> drop();
				case FREEZE -> freeze();
				case APPLY -> apply();
				case DISCARD -> discard();
			}
			inHandler(() -> {
				assertThat(this.table.get(step.key())).isEqualTo(this.current.getOrDefault(step.key(), 0L));
				assertThat(this.table.contains(step.other())).isEqualTo(this.current.containsKey(step.other()));
			});
			assertThat(this.table.getOrDefault(step.key(), -1L))
				.isEqualTo(this.committed.getOrDefault(step.key(), -1L));
		}

		private void inHandler(Runnable handler) {
			UnitOfWork.enter(this.unit);
			handler.run();
			UnitOfWork.enter(null);
		}

		private void keep() {
			this.unit.keep();
			this.kept = new TreeMap<>(this.current);
		}

		private void drop() {
			this.unit.drop();
			this.current = new TreeMap<>(this.kept);
		}

		private void freeze() {
			if (this.freezing != null) {
				return;
			}
			// A commit comes between two events.
			drop();
			this.frozen = this.partition.freeze();
			this.freezing = new TreeMap<>(this.kept);
		}

		private void apply() {
			TreeMap<String, Long> now = this.freezing;
			if (now == null) {
				return;
			}
			drop();
			StoreWrites writes = new StoreWrites();
			this.frozen.forEach((key, value) -> {
				byte[] bytes = this.partition.table().keyBytes(key);
				if (value != TablePartition.REMOVED) {
					writes.put("table", bytes, this.partition.table().valueBytes(value));
				}
				else {
					writes.delete("table", bytes);
				}
			});
			this.store.apply(writes);
			this.frozen.forEach((key, value) -> this.partition.stored(this.partition.table().keyBytes(key),
					(value != TablePartition.REMOVED) ? this.partition.table().valueBytes(value) : null));
			this.partition.dropFrozen();
			this.committed = now;
			this.freezing = null;
		}

		private void discard() {
			drop();
			this.partition.discard();
			this.freezing = null;
			this.kept = new TreeMap<>(this.committed);
			this.current = new TreeMap<>(this.committed);
		}

		void checkCommitted() {
			assertSame(this.table.entries(), this.committed);
		}

		private static void assertSame(TableEntries<String, Long> entries, NavigableMap<String, Long> expected) {
			List<String> found = new ArrayList<>();
			entries.forEach((entry) -> found.add(entry.key() + "=" + entry.value()));
			assertThat(found).isEqualTo(
					expected.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList());
		}

		private static NavigableMap<String, Long> range(TreeMap<String, Long> map, String from, String to) {
			return (from.compareTo(to) < 0) ? map.subMap(from, true, to, false) : new TreeMap<>();
		}

		private static NavigableMap<String, Long> prefix(TreeMap<String, Long> map, String prefix) {
			return map.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
		}

	}

}
