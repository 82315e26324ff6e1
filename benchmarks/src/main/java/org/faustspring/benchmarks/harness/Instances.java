package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.engine.Member;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;

/**
 * Several instances of one engine that share the partitions and count by key, under a
 * steady load. One thread.
 */
public final class Instances implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/** Copies come after the tasks, and new JVMs keep processors busy for a while. */
	private static final long SETTLE_MILLIS = 15_000;

	private final Options options;

	private final BrokerProcess broker;

	private final Cluster cluster;

	private final EngineSettings settings;

	private final int sessionMillis;

	private final int standbyReplicas;

	private final List<EngineProcess> processes = new ArrayList<>();

	/** Everybody who was seen to own a partition. */
	private final Map<Integer, Set<String>> owners = new HashMap<>();

	private final OutputWatch outputs;

	private final SteadyLoad load;

	private Instances(Options options, BrokerProcess broker, EngineKind engine, Guarantee guarantee, int count,
			int sessionMillis, int standbyReplicas) throws IOException, InterruptedException {
		this.options = options;
		this.broker = broker;
		this.sessionMillis = sessionMillis;
		this.standbyReplicas = standbyReplicas;
		this.cluster = new Cluster(broker.bootstrapServers());
		String group = "instances-" + engine.text();
		this.settings = new EngineSettings(engine, Case.STATEFUL_COUNT, guarantee, broker.bootstrapServers(), group,
				group + "-input", group + "-output", options.partitions(), options.workers(), guarantee.commitMillis(),
				5, options.directory());
		this.cluster.createTimedTopic(this.settings.output(), options.partitions());
		this.cluster.createTopic(this.settings.input(), options.partitions());
		this.outputs = new OutputWatch(broker.bootstrapServers(), this.settings.output(), options.partitions());
		for (int number = 0; number < count; number++) {
			this.processes.add(launch(number));
		}
		// Without state yet: Kafka Streams shares tasks with state only every ten
		// minutes.
		awaitShared(count);
		fill();
		this.load = new SteadyLoad(broker.bootstrapServers(), this.settings.input(), options.keys(), options.rate());
		awaitOutputs();
	}

	/**
	 * Start instances, and wait until all of them have their share and process.
	 * @param options the command line
	 * @param engine which engine
	 * @param guarantee the guarantee
	 * @param count how many instances
	 * @param sessionMillis after which time one is taken for dead
	 * @param standbyReplicas how many copies of state others keep
	 * @return the instances
	 * @throws IOException if a process cannot be started
	 * @throws InterruptedException if interrupted
	 */
	public static Instances start(Options options, EngineKind engine, Guarantee guarantee, int count, int sessionMillis,
			int standbyReplicas) throws IOException, InterruptedException {
		return new Instances(options, BrokerProcess.start(options), engine, guarantee, count, sessionMillis,
				standbyReplicas);
	}

	/** Have every key counted once. */
	private void fill() throws InterruptedException {
		Sends sends = new Sends();
		try (KafkaProducer<String, byte[]> producer = Loader.producer(this.cluster.bootstrapServers(), 20)) {
			for (int key = 0; key < this.options.keys(); key++) {
				producer.send(new ProducerRecord<>(this.settings.input(), "c" + key, new byte[16]), sends);
			}
		}
		sends.verify();
		Map<TopicPartition, Long> ends = this.cluster.ends(this.settings.input(), this.options.partitions());
		long limit = System.nanoTime() + PATIENCE.toNanos();
		while (!this.cluster.committed(this.settings.group(), ends)) {
			if (System.nanoTime() - limit > 0) {
				throw new RunFailedException("Not every key is counted");
			}
			Thread.sleep(100);
		}
	}

	private EngineProcess launch(int number) throws IOException {
		Path state = this.options.directory().resolve("state-" + number);
		return EngineProcess.start(
				this.settings.as(new Member("i" + number, this.sessionMillis, this.standbyReplicas), state),
				this.options);
	}

	/**
	 * Restart one after the other, each when the one before processes again.
	 * @return what was seen
	 * @throws IOException if a process cannot be started
	 * @throws InterruptedException if interrupted
	 */
	public RollingRestart rollingRestart() throws IOException, InterruptedException {
		Thread.sleep(SETTLE_MILLIS);
		this.owners.clear();
		seeOwners();
		this.outputs.begin();
		long began = System.currentTimeMillis();
		for (int number = 0; number < this.processes.size(); number++) {
			this.processes.get(number).close();
			this.processes.set(number, launch(number));
			awaitShared(this.processes.size());
			awaitOutputs();
		}
		long moved = this.owners.values().stream().filter((seen) -> seen.size() > 1).count();
		return new RollingRestart(moved, System.currentTimeMillis() - began, this.outputs.without());
	}

	/**
	 * Kill one instance.
	 * @return milliseconds from then until the first output of each partition it had
	 * owned
	 * @throws InterruptedException if interrupted
	 */
	public List<Long> failover() throws InterruptedException {
		Thread.sleep(SETTLE_MILLIS);
		List<Integer> owned = this.cluster.owners(this.settings.group(), this.settings.input())
			.entrySet()
			.stream()
			.filter((member) -> isOf(member.getKey(), 1))
			.flatMap((member) -> member.getValue().stream())
			.toList();
		this.processes.get(1).kill();
		long killed = System.currentTimeMillis();
		// What it had sent last may be on its way.
		Thread.sleep(500);
		Map<Integer, Long> first = new HashMap<>();
		long limit = killed + PATIENCE.toMillis();
		while (first.size() < owned.size() && System.currentTimeMillis() < limit) {
			owned.forEach((partition) -> {
				if (this.outputs.last(partition) > killed + 500) {
					first.putIfAbsent(partition, this.outputs.last(partition) - killed);
				}
			});
			Thread.sleep(5);
		}
		return first.values().stream().sorted().toList();
	}

	private static boolean isOf(String member, int number) {
		return member.equals("i" + number) || member.startsWith("i" + number + "-");
	}

	/** Wait until the group has all members, and all have about as much. */
	private void awaitShared(int count) throws InterruptedException {
		int least = this.options.partitions() / count;
		long limit = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			Map<String, List<Integer>> now = seeOwners();
			Map<String, Integer> byInstance = new HashMap<>();
			now.forEach((member, partitions) -> byInstance.merge(member.replaceAll("-.*", ""), partitions.size(),
					Integer::sum));
			if (byInstance.size() == count && byInstance.values().stream().allMatch((owned) -> owned >= least)) {
				return;
			}
			if (System.nanoTime() - limit > 0) {
				throw new RunFailedException("The instances do not share the work: " + now);
			}
			Thread.sleep(100);
		}
	}

	private Map<String, List<Integer>> seeOwners() {
		Map<String, List<Integer>> now = this.cluster.owners(this.settings.group(), this.settings.input());
		now.forEach((member, partitions) -> partitions
			.forEach((partition) -> this.owners.computeIfAbsent(partition, (number) -> new HashSet<>())
				.add(member.replaceAll("-.*", ""))));
		return now;
	}

	/** Wait until every partition has an output that is newer than now. */
	private void awaitOutputs() throws InterruptedException {
		long now = System.currentTimeMillis();
		long limit = System.nanoTime() + PATIENCE.toNanos();
		while (!this.outputs.allSince(now)) {
			seeOwners();
			if (System.nanoTime() - limit > 0) {
				throw new RunFailedException("Not every partition is processed");
			}
			Thread.sleep(100);
		}
	}

	@Override
	public void close() {
		this.load.close();
		this.outputs.close();
		this.processes.forEach(EngineProcess::close);
		this.cluster.close();
		this.broker.close();
	}

	/**
	 * What a rolling restart did.
	 *
	 * @param moved partitions that another instance has owned at any time
	 * @param millis how long it took
	 * @param without milliseconds without outputs of each partition, the least first
	 */
	public record RollingRestart(long moved, long millis, long[] without) {

	}

}
