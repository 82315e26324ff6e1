package org.faustspring.engine.task;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

import com.sun.management.ThreadMXBean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.call.CallFixtures;
import org.faustspring.engine.client.HandlerSends;
import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.AgentFixtures;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.stream.StreamPlan;
import org.faustspring.engine.table.CacheRoom;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.engine.topology.Stage;
import org.faustspring.engine.topology.Topology;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.store.StateDirectory;
import org.faustspring.table.store.TableStoreSpec;
import org.faustspring.table.store.TableStores;
import org.faustspring.table.store.TaskStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.util.FileSystemUtils;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * One task of one agent with one table, without a broker: all that a worker does for an
 * event between polling and committing is real. Counts what the threads that take part
 * allocate and compute. Belongs to one thread.
 */
final class AgentHarness implements AutoCloseable {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final String TOPIC = "in";

	private static final int KEYS = 256;

	/** As many events as a broker's clock gives the same time under load. */
	private static final int EVENTS_A_MILLISECOND = 50;

	private static final int TURN = 256;

	private final Path root = Files.createTempDirectory("harness");

	private final StateDirectory directory = StateDirectory.open(this.root, "app");

	private final TableStores stores = new TableStores(this.directory, 16 << 20);

	private final TaskStore store = this.stores.open("0-0", List.of(new TableStoreSpec("counts", StoreKind.MEMORY)));

	private final TablePartition partition;

	private final EngineTable<String, Long> table;

	private final CountingOutbox outbox = new CountingOutbox();

	private final List<Thread> threads = new CopyOnWriteArrayList<>(List.of(Thread.currentThread()));

	private final List<StreamPlan> plans = new ArrayList<>();

	private final String[] keys = new String[KEYS];

	private final byte[][] rawKeys = new byte[KEYS][];

	private @Nullable Input input;

	private @Nullable TaskActors actors;

	private long offset;

	@SuppressWarnings("unchecked")
	AgentHarness() throws IOException {
		TableDefinition definition = new TableDefinition("counts", ResolvableType.forClass(String.class),
				ResolvableType.forClass(Long.class), (Serde<Object>) (Object) Serdes.String(),
				(Serde<Object>) (Object) Serdes.Long(), 0L, StoreKind.MEMORY, "changelog", Map.of());
		this.partition = new TablePartition(definition, 0, this.store.table("counts"), false, new CacheRoom(1 << 20));
		this.table = new EngineTable<>(definition, MisroutedKeys.WARN, JsonMapper.shared());
		this.table.start(1, (number) -> null);
		this.table.partitions().ready(this.partition);
		for (int i = 0; i < KEYS; i++) {
			this.keys[i] = "key-" + i;
			this.rawKeys[i] = new byte[] { (byte) i };
		}
	}

	/** The table, for keys and values that are there before. */
	Table<String, Long> table() {
		return this.table;
	}

	/** The key of an event's value, without making one. */
	String key(byte[] value) {
		return this.keys[value[0] & (KEYS - 1)];
	}

	long sent() {
		return this.outbox.sent;
	}

	/** Begin with the one agent of a bean. */
	void start(Object bean) {
		FaustSettings settings = AgentFixtures.settings();
		AgentDefinition definition = AgentFixtures.compile(bean);
		EngineAgent agent = new EngineAgent(definition, () -> {
		}, (event) -> {
		});
		Executor executor = (body) -> {
			Thread thread = new Thread(body, "loop");
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		};
		StreamPlan plan = StreamPlan.of(definition, executor, settings);
		Segment segment = null;
		if (plan != null) {
			agent.stream(plan);
			this.plans.add(plan);
			segment = plan.segments().get(0);
		}
		Stage stage = new Stage(definition.name(), definition, false, List.of(TOPIC), null, null,
				NameHash.of(definition.name()), segment, Set.of(), Set.of(), List.of());
		Topology topology = new Topology(List.of(stage), mock(CopartitionGroups.class), Map.of(), Map.of(TOPIC, 1),
				null);
		Input read = new Input(new TopicPartition(TOPIC, 0), false);
		Task task = mock(Task.class);
		given(task.id()).willReturn(new TaskId("0", 0));
		given(task.inputs()).willReturn(List.of(read));
		ActorFactory factory = new ActorFactory(settings, topology, Map.of(definition.name(), agent),
				mock(DeadLetters.class), this.outbox, new HandlerThreads(new HandlerSends(() -> "localhost:9092")),
				executor, () -> {
				}, CallFixtures.noReplies(), () -> false, (failure) -> {
				}, List.of());
		Map<String, TablePartition> tables = Map.of("counts", this.partition);
		TaskActors made = new TaskActors(List.of(read));
		made.start(factory.actors(task, tables), factory.channels(task, tables), factory.retries(),
				Map.of(read.topicPartition(), new OffsetAndMetadata(0)));
		this.input = read;
		this.actors = made;
	}

	/**
	 * Process events.
	 * @param events how many
	 * @return what they cost
	 */
	Cost process(int events) {
		Input filled = java.util.Objects.requireNonNull(this.input);
		TaskActors working = java.util.Objects.requireNonNull(this.actors);
		filled.add(records(events));
		Cost before = total();
		long idleSince = System.nanoTime();
		long last = this.offset;
		while (filled.cursors().get(0).position() < last) {
			long now = System.nanoTime();
			if (working.doWork(TURN, now, now + Long.MAX_VALUE / 2) > 0) {
				idleSince = now;
			}
			else if (now - idleSince > 10_000_000_000L) {
				throw new IllegalStateException(
						"The agent has stopped at offset %d".formatted(filled.cursors().get(0).position()));
			}
		}
		return total().minus(before).per(events);
	}

	private List<ConsumerRecord<byte[], byte[]>> records(int count) {
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			byte[] key = this.rawKeys[i % KEYS];
			records.add(new ConsumerRecord<>(TOPIC, 0, this.offset++,
					1_700_000_000_000L + this.offset / EVENTS_A_MILLISECOND, TimestampType.CREATE_TIME, key.length,
					key.length, key, key, new RecordHeaders(), java.util.Optional.empty()));
		}
		return records;
	}

	private Cost total() {
		long bytes = 0;
		long nanos = 0;
		for (Thread thread : this.threads) {
			bytes += Math.max(0, THREADS.getThreadAllocatedBytes(thread.getId()));
			nanos += Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
		}
		return new Cost(bytes, nanos);
	}

	@Override
	public void close() throws IOException {
		if (this.actors != null) {
			this.actors.end();
		}
		this.plans.forEach(StreamPlan::close);
		this.store.close();
		this.stores.close();
		this.directory.close();
		FileSystemUtils.deleteRecursively(this.root);
	}

	/**
	 * What events cost.
	 *
	 * @param bytes bytes allocated
	 * @param nanos processor time
	 */
	record Cost(double bytes, double nanos) {

		Cost minus(Cost other) {
			return new Cost(this.bytes - other.bytes, this.nanos - other.nanos);
		}

		Cost least(Cost other) {
			return new Cost(Math.min(this.bytes, other.bytes), Math.min(this.nanos, other.nanos));
		}

		Cost per(int events) {
			return new Cost(this.bytes / events, this.nanos / events);
		}

	}

	/**
	 * Takes records as a producer with room does.
	 */
	private static final class CountingOutbox implements Outbox {

		private final Set<String> topics = Set.of("out");

		private long sent;

		@Override
		public void send(ProducerRecord<byte[], byte[]> record) {
			this.sent++;
		}

		@Override
		public void send(ForeignSend<?, ?> foreign) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Producer<byte[], byte[]> producer() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void requireTopic(String topic) {
			if (!this.topics.contains(topic)) {
				throw new IllegalArgumentException(topic);
			}
		}

		@Override
		public int maxRecordSize() {
			return 1 << 20;
		}

	}

}
