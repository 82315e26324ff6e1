package org.faustspring.table.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

class TaskStoreProperties {

	private static final List<String> TABLES = List.of("one", "two");

	@Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
	void anySequenceOfStepsLeavesWhatASortedMapWouldHold(@ForAll("steps") List<Step> steps) throws IOException {
		Path root = Files.createTempDirectory("task-store");
		try (StoreFixture fixture = new StoreFixture(root)) {
			Model model = new Model();
			TaskStore store = fixture.open(StoreKind.ROCKSDB, TABLES.toArray(String[]::new));
			for (Step step : steps) {
				store = step.run(fixture, store);
				model.run(step);
				model.assertEqual(store);
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(root);
		}
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<byte[]> keys = Arbitraries.bytes().array(byte[].class).ofMinSize(0).ofMaxSize(2);
		Arbitrary<byte[]> values = Arbitraries.bytes().array(byte[].class).ofMaxSize(20).injectNull(0.3);
		Arbitrary<List<Write>> writes = Combinators.combine(Arbitraries.of(TABLES), keys, values)
			.as(Write::new)
			.list()
			.ofMaxSize(30);
		Arbitrary<Action> actions = Arbitraries.frequency(Tuple.of(5, Action.APPLY), Tuple.of(5, Action.RESTORE),
				Tuple.of(5, Action.LOAD), Tuple.of(1, Action.FINISH), Tuple.of(2, Action.REOPEN),
				Tuple.of(1, Action.RESET));
		return Combinators.combine(actions, writes, Arbitraries.longs().between(0, 1000))
			.as(Step::new)
			.list()
			.ofMaxSize(15);
	}

	enum Action {

		APPLY, RESTORE, LOAD, FINISH, REOPEN, RESET

	}

	record Write(String table, byte[] key, byte @Nullable [] value) {

	}

	record Step(Action action, List<Write> writes, long offset) {

		TaskStore run(StoreFixture fixture, TaskStore store) {
			switch (this.action) {
				case APPLY -> store.apply(storeWrites());
				case RESTORE -> store.restore(storeWrites());
				case LOAD -> {
					store.load(storeWrites());
					store.finishRestoring();
				}
				case FINISH -> store.finishRestoring();
				case RESET -> store.table("one").reset();
				case REOPEN -> {
					store.close();
					return fixture.open(StoreKind.ROCKSDB, TABLES.toArray(String[]::new));
				}
			}
			return store;
		}

		private StoreWrites storeWrites() {
			StoreWrites writes = new StoreWrites();
			for (Write write : this.writes) {
				byte[] value = write.value();
				if (value != null) {
					writes.put(write.table(), write.key(), value);
				}
				else {
					writes.delete(write.table(), write.key());
				}
			}
			writes.position("one", StoreFixture.at(this.offset));
			return writes;
		}

	}

	static final class Model {

		private final Map<String, TreeMap<byte[], byte[]>> tables = new HashMap<>();

		private @Nullable StorePosition position;

		Model() {
			TABLES.forEach((table) -> this.tables.put(table, new TreeMap<>(Arrays::compareUnsigned)));
		}

		void run(Step step) {
			if (step.action() == Action.RESET) {
				entries("one").clear();
				this.position = null;
			}
			if (List.of(Action.APPLY, Action.RESTORE, Action.LOAD).contains(step.action())) {
				for (Write write : step.writes()) {
					byte[] value = write.value();
					if (value != null) {
						entries(write.table()).put(write.key(), value);
					}
					else {
						entries(write.table()).remove(write.key());
					}
				}
				this.position = StoreFixture.at(step.offset());
			}
		}

		void assertEqual(TaskStore store) {
			assertThat(store.table("one").position()).isEqualTo(this.position);
			for (String table : TABLES) {
				List<byte[]> keys = new ArrayList<>();
				try (StoreCursor cursor = store.table(table).scan(null, null)) {
					while (cursor.next()) {
						keys.add(cursor.key());
						assertThat(cursor.value()).isEqualTo(entries(table).get(cursor.key()))
							.isEqualTo(store.table(table).get(cursor.key()));
					}
				}
				assertThat(keys.toArray()).isEqualTo(entries(table).keySet().toArray());
			}
		}

		private TreeMap<byte[], byte[]> entries(String table) {
			return this.tables.computeIfAbsent(table, (name) -> new TreeMap<>(Arrays::compareUnsigned));
		}

	}

}
