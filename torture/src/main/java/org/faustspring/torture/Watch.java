package org.faustspring.torture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import org.faustspring.torture.app.Balance;
import org.faustspring.torture.app.Sale;
import org.faustspring.torture.app.TortureTopics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at the instances while they are tortured: every entry that is read has to be
 * right for some moment, and nothing may fail or grow without a fault that explains it. A
 * thread of its own.
 */
final class Watch implements AutoCloseable {

	static final JsonMapper JSON = JsonMapper.builder().build();

	private static final long LOOK_AGAIN_MILLIS = 1500;

	private static final int MOST_THREADS = 120;

	private static final int MOST_FILES = 1500;

	private static final long MOST_MEMORY = 900L << 20;

	private static final double SLOWEST_START = 90;

	private final Instances instances;

	private final Oracle oracle;

	private final Violations violations;

	private final boolean exactlyOnce;

	private final Map<String, Map<String, Long>> figures = new HashMap<>();

	private final Set<String> told = new HashSet<>();

	private final AtomicLong asked = new AtomicLong();

	private final AtomicLong answers = new AtomicLong();

	private long entriesRead;

	private int mostThreads;

	private int mostFiles;

	private long mostMemory;

	private volatile boolean ended;

	private final Thread thread = new Thread(this::run, "watch");

	Watch(Instances instances, Oracle oracle, Violations violations, boolean exactlyOnce) {
		this.exactlyOnce = exactlyOnce;
		this.instances = instances;
		this.oracle = oracle;
		this.violations = violations;
	}

	Watch start() {
		this.thread.start();
		return this;
	}

	private void run() {
		while (!this.ended) {
			try {
				this.instances.all().forEach(this::look);
				Thread.sleep(LOOK_AGAIN_MILLIS);
			}
			catch (InterruptedException ex) {
				return;
			}
			catch (RuntimeException ex) {
				if (!this.ended) {
					this.violations.add("rig", "the watch failed: " + ex);
				}
			}
		}
	}

	void look(Instance instance) {
		double up = instance.upSeconds();
		boolean excused = instance.excused();
		JsonNode state = instance.ask("state");
		if (state == null) {
			if (!excused && !instance.alive() && !instance.excused()) {
				tell(instance, up, "died",
						"%s died by itself with code %d".formatted(instance, instance.process().exitCode()));
			}
			return;
		}
		if (!instance.excused()) {
			judge(instance, up, state);
		}
		note(instance, state);
		checkTables(instance);
		askQuote(instance);
	}

	private void judge(Instance instance, double up, JsonNode state) {
		String app = state.path("state").asString();
		if (app.equals("FAILED")) {
			tell(instance, up, "failed",
					"the App of %s has failed: %s".formatted(instance, state.path("failure").asString()));
		}
		state.path("agents").forEach((agent) -> {
			if (agent.asString().contains("FAILED")
					|| (agent.asString().contains("STOPPED") && app.equals("RUNNING"))) {
				tell(instance, up, "agent", "an agent of %s: %s".formatted(instance, agent.asString()));
			}
		});
		if (up > Patience.seconds(SLOWEST_START) && (app.equals("CREATED") || app.equals("STARTING"))) {
			tell(instance, up, "start", "%s is %s after %.0f s".formatted(instance, app, up));
		}
		JsonNode process = state.path("process");
		if (process.path("threads").asInt() > MOST_THREADS || process.path("files").asInt() > MOST_FILES
				|| process.path("residentBytes").asLong() > MOST_MEMORY) {
			tell(instance, up, "resources", "%s holds %s".formatted(instance, process));
		}
	}

	/** Once a life of the instance. */
	private void tell(Instance instance, double up, String kind, String text) {
		if (this.told.add(instance + kind + Math.round((Console.seconds() - up) / 5))) {
			this.violations.add(kind, text);
		}
	}

	private synchronized void note(Instance instance, JsonNode state) {
		JsonNode process = state.path("process");
		this.mostThreads = Math.max(this.mostThreads, process.path("threads").asInt());
		this.mostFiles = Math.max(this.mostFiles, process.path("files").asInt());
		this.mostMemory = Math.max(this.mostMemory, process.path("residentBytes").asLong());
		String life = instance + "@" + (System.currentTimeMillis() - process.path("upMillis").asLong()) / 10_000;
		Map<String, Long> last = this.figures.computeIfAbsent(life, (name) -> new TreeMap<>());
		state.path("figures").properties().forEach((figure) -> {
			if (Set.of("commits", "failedCommits", "restored", "repaired", "tailsApplied", "foreignWrites")
				.contains(figure.getKey())) {
				last.put(figure.getKey(), figure.getValue().asLong());
			}
		});
	}

	private void checkTables(Instance instance) {
		JsonNode tables = instance.ask("tables");
		if (tables == null) {
			return;
		}
		tables.path(TortureTopics.BALANCES)
			.forEach((entry) -> wrong(instance, "balances", this.oracle.wrong(entry.path("key").asString(),
					JSON.treeToValue(entry.path("value"), Balance.class))));
		tables.path(TortureTopics.SALES)
			.forEach((entry) -> wrong(instance, "sales", this.oracle.wrong(entry.path("key").asString(),
					JSON.treeToValue(entry.path("value"), Sale.class))));
		synchronized (this) {
			this.entriesRead += tables.path(TortureTopics.BALANCES).size() + tables.path(TortureTopics.SALES).size();
		}
	}

	/**
	 * Any answer is right for some moment; that there is none has to be explained later.
	 */
	private void askQuote(Instance instance) {
		String account = "a" + this.asked.getAndIncrement() % Input.ACCOUNTS;
		if (ask(instance, account)) {
			this.answers.incrementAndGet();
		}
	}

	/**
	 * Ask an instance's reference to an agent.
	 * @param instance the instance
	 * @param account the account
	 * @return whether there was an answer
	 */
	boolean ask(Instance instance, String account) {
		JsonNode answer = instance.ask("ask?" + account);
		if (answer == null || !answer.has("balance")) {
			return false;
		}
		Balance balance = JSON.treeToValue(answer.path("balance"), Balance.class);
		if (this.exactlyOnce || !this.oracle.undone(account, balance)) {
			wrong(instance, "balances as answered", this.oracle.wrong(account, balance));
		}
		return true;
	}

	/** How many calls were answered. */
	String answers() {
		return "%d of %d calls from outside answered meanwhile".formatted(this.answers.get(), this.asked.get());
	}

	private void wrong(Instance instance, String table, @org.jspecify.annotations.Nullable String wrong) {
		if (wrong != null) {
			this.violations.add("table-during", "%s, table %s: %s".formatted(instance, table, wrong));
		}
	}

	/** Sums of the last figures of each life that were seen. */
	synchronized Map<String, Long> figures() {
		Map<String, Long> sums = new TreeMap<>();
		this.figures.values().forEach((life) -> life.forEach((name, value) -> sums.merge(name, value, Long::sum)));
		return sums;
	}

	synchronized String resources() {
		return "at most %d threads, %d file handles, %d MB resident in an instance".formatted(this.mostThreads,
				this.mostFiles, this.mostMemory >> 20);
	}

	synchronized long entriesRead() {
		return this.entriesRead;
	}

	@Override
	public void close() {
		this.ended = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
