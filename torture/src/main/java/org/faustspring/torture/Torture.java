package org.faustspring.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.faustspring.torture.cluster.Cluster;
import tools.jackson.databind.JsonNode;

/**
 * Runs the torture: a cluster, instances, a known input, faults by a seed, and a judge.
 */
final class Torture {

	private static final double LAG_LIMIT_SECONDS = 60;

	/** Whatever the machine does, so that a seed stands for the same faults. */
	private static final double INSTANCE_PAUSE_SECONDS = 6;

	private static final double CLUSTER_PAUSE_SECONDS = 9;

	/** From each instance, when everything is quiet; to accounts of all partitions. */
	private static final int CALLS = 20;

	private static final double GIVE_UP_SECONDS = 240;

	/** Enough for a rebalance that is under way to show. */
	private static final int SETTLED_LOOKS = 6;

	private final TortureSettings settings;

	private final Violations violations = new Violations();

	private final Oracle oracle = new Oracle();

	private final Map<String, Integer> injected = new ConcurrentHashMap<>();

	private volatile double lastFault;

	/** The same, by the clock that counts for limits. */
	private volatile double lastFaultCounted;

	private Torture(TortureSettings settings) {
		this.settings = settings;
	}

	/**
	 * Run it.
	 * @param args see {@link TortureSettings}
	 * @throws Exception if the rig itself fails
	 */
	public static void main(String[] args) throws Exception {
		System.setProperty("logback.configurationFile", "logback-rig.xml");
		TortureSettings settings = TortureSettings.of(args);
		int violations = new Torture(settings).run();
		System.exit((violations == 0) ? 0 : 1);
	}

	private int run() throws Exception {
		prepareDirectory();
		Console.say("Torture for %s minutes, seed %d, %s, %d events/s; logs in %s", this.settings.minutes(),
				this.settings.seed(), this.settings.guarantee(), this.settings.rate(), this.settings.directory());
		try (Cluster cluster = new Cluster(this.settings.directory(), this.settings.brokers())) {
			cluster.start();
			Input.createTopics(cluster, (short) Math.min(3, this.settings.brokers()));
			Console.say("%d brokers run", this.settings.brokers());
			try (Admin admin = cluster.admin()) {
				torture(cluster, admin);
			}
		}
		finally {
			Console.say("Violations: %s", this.violations.counts());
		}
		System.out.printf("torture: %d events, %d faults, %d violations%n", this.oracle.events(), faults(),
				this.violations.count());
		return this.violations.count();
	}

	private int faults() {
		return this.injected.values().stream().mapToInt(Integer::intValue).sum();
	}

	private void prepareDirectory() throws IOException {
		Path directory = this.settings.directory();
		if (Files.exists(directory)) {
			try (Stream<Path> old = Files.walk(directory)) {
				for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(path);
				}
			}
		}
		Files.createDirectories(directory);
	}

	private void torture(Cluster cluster, Admin admin) throws Exception {
		Instances instances = new Instances(this.settings, cluster.linkedServers());
		Judge judge = new Judge(this.oracle, this.violations, new TopicReader(cluster.directServers()),
				this.settings.exactlyOnce());
		double before = Console.seconds();
		Patience.set(12);
		instances.all().subList(0, this.settings.instances()).forEach(Instance::start);
		awaitRunning(instances.alive());
		if (this.settings.patience() > 0) {
			Patience.give(this.settings.patience());
		}
		else {
			Patience.startTook(Console.seconds() - before);
		}
		Console.say("%d instances run; limits of time are %.1f times the usual ones", instances.alive().size(),
				Patience.factor());
		Input input = new Input(this.settings.seed(), wanted("handlers"));
		try (Recovery recovery = new Recovery(admin).start();
				Watch watch = new Watch(instances, this.oracle, this.violations, this.settings.exactlyOnce()).start()) {
			try (Feeder feeder = new Feeder(cluster.directServers(), input, this.oracle, this.settings.rate())
				.start()) {
				inject(cluster, instances, recovery);
			}
			Console.say("%d events fed; misdeeds of handlers and records: %s", this.oracle.events(),
					this.oracle.misdeeds());
			awaitNoLag(admin, judge);
			awaitSettled(instances);
			judge.checkTables("after the last fault", instances.alive());
			watch.close();
			awaitAnswers(instances.alive(), watch);
			Console.say("Restarts and figures: %s; %d entries read meanwhile; %s; %s", watch.figures(),
					watch.entriesRead(), watch.answers(), watch.resources());
			if (watch.figures().getOrDefault("tailsApplied", 0L) > 0) {
				this.violations.add("tail", "an interrupted commit was applied instead of undone");
			}
			Console.say("Longest recovery in seconds: %s",
					new TreeMap<>(recovery.worst()).entrySet()
						.stream()
						.map((entry) -> "%s %.1f".formatted(entry.getKey(), entry.getValue()))
						.collect(Collectors.joining(", ")));
			if (!recovery.open().isEmpty()) {
				this.violations.add("recovery", "not recovered from: " + recovery.open());
			}
		}
		stopAll(instances.alive());
		judge.checkTransactions(cluster);
		judge.checkTicks();
		judgeARestoredInstance(instances, judge);
		judge.checkTicks();
		judge.checkTransactions(cluster);
		judge.checkInput();
		judge.checkChangelogs();
		judge.checkOutputs();
		Console.say("Records repeated: %s", judge.repeats());
		instances.all()
			.forEach((instance) -> instance.leaks()
				.forEach((leak) -> this.violations.add("leak", instance + ": " + leak)));
		Console.say("Faults: %s", new TreeMap<>(this.injected));
		Console.say("The machine: %s", Patience.report());
	}

	/** Whether a kind of fault is asked for. */
	private boolean wanted(String kind) {
		return this.settings.faults().isEmpty() || this.settings.faults().contains(kind);
	}

	private void inject(Cluster cluster, Instances instances, Recovery recovery) throws InterruptedException {
		InstanceFaults ofInstances = new InstanceFaults(instances, this.violations, this.settings.exactlyOnce());
		ClusterFaults ofCluster = new ClusterFaults(cluster);
		double seconds = 60 * this.settings.minutes();
		FaultPlan first = FaultPlan.of(ofInstances.weights(), this.settings.faults(), seconds, INSTANCE_PAUSE_SECONDS,
				this.settings.seed() + 1);
		FaultPlan second = FaultPlan.of(ofCluster.weights(), this.settings.faults(), seconds, CLUSTER_PAUSE_SECONDS,
				this.settings.seed() + 2);
		Console.say("Plan for instances: %s", first);
		Console.say("Plan for the cluster: %s", second);
		faultEnded();
		Thread one = new Thread(() -> inject(first, ofInstances.all(), seconds, recovery), "instance-faults");
		Thread two = new Thread(() -> inject(second, ofCluster.all(), seconds, recovery), "cluster-faults");
		one.start();
		two.start();
		one.join();
		two.join();
	}

	private void inject(FaultPlan plan, Map<String, Fault> faults, double seconds, Recovery recovery) {
		double started = Console.seconds();
		try {
			for (FaultPlan.Planned planned : plan.faults()) {
				double now = Console.seconds() - started;
				if (now > seconds) {
					return;
				}
				Thread.sleep((long) Math.max(0, 1000 * (planned.second() - now)));
				double began = Console.seconds();
				String done = java.util.Objects.requireNonNull(faults.get(planned.name()))
					.inject(new Random(planned.seed()));
				Console.say("%-15s %s (began at %.1f)", planned.name(), done, began);
				this.injected.merge(planned.name(), 1, Integer::sum);
				faultEnded();
				recovery.faultEnded(planned.name());
			}
			Thread.sleep((long) Math.max(0, 1000 * (seconds - (Console.seconds() - started))));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			ex.printStackTrace();
			this.violations.add("rig", "a fault could not be injected: " + ex);
		}
	}

	private void faultEnded() {
		this.lastFault = Console.seconds();
		this.lastFaultCounted = Patience.clock();
	}

	private void awaitRunning(List<Instance> instances) throws InterruptedException {
		double until = Patience.clock() + 60;
		for (Instance instance : instances) {
			JsonNode state = instance.ask("state");
			while (state == null || !state.path("state").asString().equals("RUNNING")) {
				if (Patience.clock() > until || !instance.alive()) {
					throw new IllegalStateException(
							"%s does not run, see %s: %s".formatted(instance, instance.directory(), state));
				}
				Thread.sleep(200);
				state = instance.ask("state");
			}
		}
	}

	/** Every task runs on some instance, and stays there. */
	private void awaitSettled(Instances instances) throws InterruptedException {
		double until = Patience.clock() + 60;
		int settled = 0;
		while (settled < SETTLED_LOOKS) {
			List<Instance> alive = instances.alive();
			long running = alive.stream().filter(Instance::running).mapToLong(Instance::runningTasks).sum();
			boolean all = alive.stream().allMatch(Instance::running) && running == Input.TASKS;
			settled = all ? settled + 1 : 0;
			if (Patience.clock() > until) {
				this.violations.add("settle", "%d of %d tasks run, on %s".formatted(running, Input.TASKS, alive));
				return;
			}
			Thread.sleep(500);
		}
	}

	/** Everything fed is taken within the limit after the last fault. */
	private void awaitNoLag(Admin admin, Judge judge) throws InterruptedException {
		long lag = -1;
		double until = this.lastFaultCounted + GIVE_UP_SECONDS;
		while (Patience.clock() < until) {
			try {
				lag = judge.lag(admin);
				if (lag == 0) {
					break;
				}
			}
			catch (ExecutionException | TimeoutException ex) {
				Console.say("The lag cannot be read: %s", ex);
			}
			Thread.sleep(500);
		}
		double took = Patience.clock() - this.lastFaultCounted;
		Console.say("Lag is %d, %.1f s after the last fault, of which %.1f s count", lag,
				Console.seconds() - this.lastFault, took);
		if (lag != 0 || took > LAG_LIMIT_SECONDS) {
			this.violations.add("lag", "%d, %.0f s after the last fault".formatted(lag, took));
		}
	}

	/** When nothing is broken any more, each instance gets answers to its calls. */
	private void awaitAnswers(List<Instance> instances, Watch watch) {
		for (Instance instance : instances) {
			double until = Patience.clock() + LAG_LIMIT_SECONDS;
			int answered = 0;
			while (answered < CALLS && Patience.clock() < until) {
				answered += watch.ask(instance, "a" + answered) ? 1 : 0;
			}
			if (answered < CALLS) {
				this.violations.add("call", "%s gets no answers".formatted(instance));
			}
		}
	}

	private void stopAll(List<Instance> instances) {
		for (Instance instance : instances) {
			if (!instance.stop()) {
				this.violations.add("stop", instance + " did not end after a clean stop; its threads are in its log");
			}
		}
	}

	/** Without a state directory: what the tables are is what their changelogs say. */
	private void judgeARestoredInstance(Instances instances, Judge judge) throws InterruptedException {
		Instance fresh = instances.create("restored");
		fresh.start();
		awaitRunning(List.of(fresh));
		judge.checkTables("restored from scratch", List.of(fresh));
		stopAll(List.of(fresh));
		fresh.leaks().forEach((leak) -> this.violations.add("leak", fresh + ": " + leak));
	}

}
