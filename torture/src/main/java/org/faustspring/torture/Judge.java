package org.faustspring.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.torture.app.Balance;
import org.faustspring.torture.app.Movement;
import org.faustspring.torture.app.Result;
import org.faustspring.torture.app.Sale;
import org.faustspring.torture.app.Tick;
import org.faustspring.torture.app.TortureTopics;
import org.faustspring.torture.cluster.Cluster;
import tools.jackson.databind.JsonNode;

/**
 * Compares what has come out with what had to, when everything is quiet.
 */
final class Judge {

	private final Oracle oracle;

	private final Violations violations;

	private final TopicReader reader;

	private final boolean exactlyOnce;

	/** Records on outputs that were there before. */
	private final Map<String, Long> repeats = new LinkedHashMap<>();

	Judge(Oracle oracle, Violations violations, TopicReader reader, boolean exactlyOnce) {
		this.oracle = oracle;
		this.violations = violations;
		this.reader = reader;
		this.exactlyOnce = exactlyOnce;
	}

	Map<String, Long> repeats() {
		return this.repeats;
	}

	/** What was fed is what the topics hold; anything else would be the rig's fault. */
	void checkInput() {
		for (String source : TortureTopics.SOURCES) {
			Map<Integer, Long> found = new TreeMap<>();
			Map<String, Long> numbers = new HashMap<>();
			this.reader.read(source, (record) -> {
				found.merge(record.partition(), 1L, Long::sum);
				if (record.value().startsWith("{")) {
					long n = Watch.JSON.readValue(record.value(), Movement.class).n();
					if (n != numbers.merge(record.key(), 1L, Long::sum)) {
						this.violations.add("rig",
								"%s: %s of %s is not the next one".formatted(source, n, record.key()));
					}
				}
			});
			if (!found.equals(this.oracle.fed(source))) {
				this.violations.add("rig",
						"%s holds %s, but %s was fed".formatted(source, found, this.oracle.fed(source)));
			}
		}
	}

	/** How many input records are not taken yet, in sources and between agents. */
	long lag(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, Long> committed = Recovery.committed(admin);
		AtomicLong lag = new AtomicLong();
		Recovery.ends(admin).forEach((partition, end) -> lag.addAndGet(end - committed.getOrDefault(partition, 0L)));
		if (lag.get() > 0) {
			return lag.get();
		}
		Set<String> between = new HashSet<>();
		committed.keySet()
			.stream()
			.map(TopicPartition::topic)
			.filter((topic) -> topic.endsWith("-repartition"))
			.forEach(between::add);
		between.forEach((topic) -> this.reader.read(topic, committed, (record) -> lag.incrementAndGet()));
		return lag.get();
	}

	void checkTables(String when, Collection<Instance> instances) {
		Map<String, Balance> balances = new TreeMap<>();
		Map<String, Sale> sales = new TreeMap<>();
		for (Instance instance : instances) {
			JsonNode tables = instance.ask("tables");
			if (tables == null) {
				this.violations.add("table", "%s: %s does not answer".formatted(when, instance));
				continue;
			}
			tables.path(TortureTopics.BALANCES)
				.forEach((entry) -> balances.put(entry.path("key").asString(),
						Watch.JSON.treeToValue(entry.path("value"), Balance.class)));
			tables.path(TortureTopics.SALES)
				.forEach((entry) -> sales.put(entry.path("key").asString(),
						Watch.JSON.treeToValue(entry.path("value"), Sale.class)));
		}
		compare(when + ", table balances", this.oracle.finalBalances(), balances);
		compare(when + ", table sales", this.oracle.finalSales(), sales);
	}

	private <V> void compare(String where, Map<String, V> expected, Map<String, V> found) {
		Set<String> keys = new TreeSet<>(expected.keySet());
		keys.addAll(found.keySet());
		for (String key : keys) {
			if (!Objects.equals(expected.get(key), found.get(key))) {
				this.violations.add(where, "%s is %s, not %s".formatted(key, found.get(key), expected.get(key)));
			}
		}
	}

	/** The tables as their changelogs alone tell them. */
	void checkChangelogs() {
		Map<String, Balance> balances = new TreeMap<>();
		this.reader.read(TortureTopics.changelog(TortureTopics.BALANCES), (record) -> {
			if (record.value() == null) {
				balances.remove(record.key());
			}
			else {
				balances.put(record.key(), Watch.JSON.readValue(record.value(), Balance.class));
			}
		});
		compare("changelog of balances", this.oracle.finalBalances(), balances);
		Map<String, Sale> sales = new TreeMap<>();
		this.reader.read(TortureTopics.changelog(TortureTopics.SALES), (record) -> {
			if (record.value() == null) {
				sales.remove(record.key());
			}
			else {
				sales.put(record.key(), Watch.JSON.readValue(record.value(), Sale.class));
			}
		});
		compare("changelog of sales", this.oracle.finalSales(), sales);
	}

	void checkOutputs() {
		checkOutput(TortureTopics.BALANCE_UPDATES, true);
		checkOutput(TortureTopics.SALE_UPDATES, false);
		TortureTopics.SOURCES.forEach(this::checkLetters);
	}

	/**
	 * Every result is there, right, and for the first time in the order of its events.
	 */
	private void checkOutput(String topic, boolean balance) {
		Map<String, List<String>> first = new TreeMap<>();
		Map<String, Set<String>> seen = new HashMap<>();
		Map<String, Set<String>> right = new HashMap<>();
		AtomicLong repeated = new AtomicLong();
		AtomicLong dirty = new AtomicLong();
		this.reader.read(topic, (record) -> {
			String place = "%s-%d@%d".formatted(topic, record.partition(), record.offset());
			Result result = Watch.JSON.readValue(record.value(), Result.class);
			String event = result.account() + "/" + result.n();
			String wrong = this.oracle.wrong(balance, result.group(), result.chain());
			boolean undone = wrong != null && !this.exactlyOnce
					&& this.oracle.undone(balance, result.group(), result.chain());
			if (undone) {
				dirty.incrementAndGet();
			}
			else if (wrong == null) {
				right.computeIfAbsent(result.group(), (group) -> new HashSet<>()).add(event);
			}
			if ((wrong != null && !undone) || result.chain().last() != result.n()) {
				this.violations.add("output", "%s: %s (%s)".formatted(place, result, wrong));
			}
			Balance asked = result.asked();
			String wrongAnswer = (asked != null) ? this.oracle.wrong(result.account(), asked) : null;
			if (wrongAnswer != null && (this.exactlyOnce
					|| !this.oracle.undone(result.account(), java.util.Objects.requireNonNull(asked)))) {
				this.violations.add("answer", "%s: %s (%s)".formatted(place, result, wrongAnswer));
			}
			if (balance && (asked != null) != this.oracle.asks(result.group(), result.n())) {
				this.violations.add("answer", "%s: %s has an answer, or lacks one".formatted(place, result));
			}
			if (seen.computeIfAbsent(result.group(), (group) -> new HashSet<>()).add(event)) {
				first.computeIfAbsent(result.group(), (group) -> new ArrayList<>()).add(event);
			}
			else {
				repeated.incrementAndGet();
				if (this.exactlyOnce) {
					this.violations.add("output-repeated",
							"%s: event %s of %s".formatted(place, event, result.group()));
				}
			}
		});
		this.repeats.put(topic, repeated.get());
		if (dirty.get() > 0) {
			this.repeats.put(topic + " with what was undone", dirty.get());
		}
		Map<String, List<String>> expected = this.oracle.answers(balance);
		Set<String> groups = new TreeSet<>(expected.keySet());
		groups.addAll(first.keySet());
		for (String group : groups) {
			List<String> due = expected.getOrDefault(group, List.of());
			List<String> found = first.getOrDefault(group, List.of());
			if (!due.equals(found)) {
				this.violations.add("output", "%s, %s: %s".formatted(topic, group, difference(due, found)));
			}
			else if (!right.getOrDefault(group, Set.of()).containsAll(due)) {
				this.violations.add("output",
						"%s, %s: of some events there are wrong results only".formatted(topic, group));
			}
		}
	}

	/**
	 * Each call of a timer has sent its record, and the table is what the last call has
	 * made of it. Nothing may run.
	 */
	void checkTicks() {
		Map<Integer, List<Tick>> sent = new TreeMap<>();
		this.reader.read(TortureTopics.TICK_UPDATES,
				(record) -> sent.computeIfAbsent(record.partition(), (partition) -> new ArrayList<>())
					.add(Watch.JSON.readValue(record.value(), Tick.class)));
		Map<String, Tick> expected = new TreeMap<>();
		AtomicLong repeated = new AtomicLong();
		sent.forEach((partition, ticks) -> {
			Tick last = new Tick(partition, 0, 0);
			for (Tick tick : ticks) {
				boolean next = tick.n() == last.n() + 1 && tick.partition() == partition;
				if (!next && (this.exactlyOnce || tick.n() > last.n())) {
					this.violations.add("tick", "%s comes after %s".formatted(tick, last));
				}
				if (this.exactlyOnce && tick.taken() < last.taken()) {
					this.violations.add("tick", "%s has taken less than %s".formatted(tick, last));
				}
				// What is repeated after a fault may have seen other events than before
				if (next || tick.n() == last.n()) {
					last = tick;
				}
				repeated.addAndGet(next ? 0 : 1);
			}
			expected.put(TortureTopics.tickKey(partition), last);
		});
		this.repeats.put(TortureTopics.TICK_UPDATES, repeated.get());
		if (expected.size() != Input.PARTITIONS) {
			this.violations.add("tick", "not every task's timer was called: %s".formatted(expected.keySet()));
		}
		Map<String, Tick> table = new TreeMap<>();
		this.reader.read(TortureTopics.changelog(TortureTopics.TICKS),
				(record) -> table.put(record.key(), Watch.JSON.readValue(record.value(), Tick.class)));
		if (this.exactlyOnce) {
			compare("changelog of ticks", expected, table);
		}
		else {
			compare("changelog of ticks", numbers(expected), numbers(table));
		}
	}

	private static Map<String, Long> numbers(Map<String, Tick> ticks) {
		Map<String, Long> numbers = new TreeMap<>();
		ticks.forEach((key, tick) -> numbers.put(key, tick.n()));
		return numbers;
	}

	private static String difference(List<String> right, List<String> found) {
		List<String> missing = new ArrayList<>(right);
		missing.removeAll(new HashSet<>(found));
		if (!missing.isEmpty()) {
			return "%d of %d results are missing, first %s".formatted(missing.size(), right.size(), missing.get(0));
		}
		int at = 0;
		while (at < right.size() && at < found.size() && right.get(at).equals(found.get(at))) {
			at++;
		}
		return "out of order from result %d on: %s instead of %s".formatted(at,
				(at < found.size()) ? found.get(at) : "nothing", (at < right.size()) ? right.get(at) : "nothing");
	}

	private void checkLetters(String source) {
		String topic = TortureTopics.deadLetters(source);
		Map<String, Integer> found = new TreeMap<>();
		this.reader.read(topic, (record) -> found.merge(record.value(), 1, Integer::sum));
		Map<String, Integer> expected = this.oracle.letters(source);
		long repeated = 0;
		Set<String> values = new TreeSet<>(expected.keySet());
		values.addAll(found.keySet());
		for (String value : values) {
			int right = expected.getOrDefault(value, 0);
			int times = found.getOrDefault(value, 0);
			repeated += Math.max(0, times - right);
			if (times < right || right == 0 || (this.exactlyOnce && times != right)) {
				this.violations.add("dead-letter",
						"%s: %s is there %d times, not %d".formatted(topic, value, times, right));
			}
		}
		this.repeats.put(topic, repeated);
	}

	/** All instances have ended: nothing of theirs may stand. */
	void checkTransactions(Cluster cluster) throws InterruptedException {
		for (int attempt = 1; attempt <= 10; attempt++) {
			try (Admin admin = cluster.admin()) {
				checkTransactions(admin);
				return;
			}
			catch (ExecutionException | TimeoutException ex) {
				Console.say("Transactions cannot be listed: %s", ex);
				Thread.sleep(3000);
			}
		}
		this.violations.add("rig", "transactions could not be listed");
	}

	private void checkTransactions(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
		Collection<TransactionListing> open = admin
			.listTransactions(new ListTransactionsOptions().filterStates(
					Set.of(TransactionState.ONGOING, TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT)))
			.all()
			.get(20, TimeUnit.SECONDS);
		open.forEach((transaction) -> this.violations.add("transaction", transaction.toString()));
	}

}
