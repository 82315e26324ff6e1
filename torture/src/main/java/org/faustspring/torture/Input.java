package org.faustspring.torture;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.faustspring.torture.app.Act;
import org.faustspring.torture.app.Movement;
import org.faustspring.torture.app.TortureTopics;
import org.faustspring.torture.cluster.Cluster;

/**
 * The input, which a seed decides. Belongs to the feeder.
 */
final class Input {

	static final int PARTITIONS = TortureTopics.PARTITIONS;

	/** One a partition for the sources, and one for what is grouped. */
	static final int TASKS = 2 * PARTITIONS;

	static final int ACCOUNTS = 200;

	private static final int PRODUCTS = 40;

	private static final List<String> RESULTS = List.of(TortureTopics.BALANCE_UPDATES, TortureTopics.SALE_UPDATES);

	/** Less than {@link Act#LARGE} makes. */
	private static final int MOST_BYTES = 100_000;

	private static final Act[] MISDEEDS = { Act.THROW_ONCE, Act.THROW, Act.ERROR, Act.NULL, Act.NULL, Act.HANG,
			Act.HUGE, Act.LARGE };

	private final Random random;

	private final boolean misbehaving;

	private final Map<String, Long> numbers = new HashMap<>();

	private long unreadable;

	Input(long seed, boolean misbehaving) {
		this.random = new Random(seed);
		this.misbehaving = misbehaving;
	}

	/** Make the topics it goes to, and those where what comes out of it goes. */
	static void createTopics(Cluster cluster, short replicas) throws ExecutionException, InterruptedException {
		List<NewTopic> topics = Stream
			.of(TortureTopics.ORDERS, TortureTopics.PAYMENTS, TortureTopics.BALANCE_UPDATES, TortureTopics.SALE_UPDATES,
					TortureTopics.deadLetters(TortureTopics.ORDERS), TortureTopics.deadLetters(TortureTopics.PAYMENTS),
					TortureTopics.TICK_UPDATES, TortureTopics.QUOTES, TortureTopics.deadLetters(TortureTopics.QUOTES))
			.map((topic) -> new NewTopic(topic, PARTITIONS, replicas)
				.configs(RESULTS.contains(topic) ? Map.of("max.message.bytes", String.valueOf(MOST_BYTES)) : Map.of()))
			.toList();
		try (Admin admin = cluster.admin()) {
			admin.createTopics(topics).all().get();
		}
		cluster.awaitWhole(Duration.ofSeconds(120));
	}

	Fed next() {
		String source = TortureTopics.SOURCES.get(this.random.nextInt(2));
		String account = "a" + this.random.nextInt(ACCOUNTS);
		String product = "p" + this.random.nextInt(PRODUCTS);
		long amount = this.random.nextInt(1000);
		int dice = this.random.nextInt(1000);
		if (this.misbehaving && dice == 0) {
			return new Fed(source, partition(account), account, "unreadable-" + this.unreadable++, null);
		}
		Act act = (this.misbehaving && dice <= 3) ? MISDEEDS[this.random.nextInt(MISDEEDS.length)]
				: (dice > 3 && dice <= 7) ? Act.ASK : Act.NONE;
		return movement(source, account, product, amount, act);
	}

	/** One of a certain kind. */
	Fed next(Act act) {
		return movement(TortureTopics.ORDERS, "a" + this.random.nextInt(ACCOUNTS), "p0", 1, act);
	}

	private Fed movement(String source, String account, String product, long amount, Act act) {
		int partition = partition(account);
		long n = this.numbers.merge(source + account, 1L, Long::sum);
		Movement movement = new Movement(account, n, product, partition, amount, act);
		return new Fed(source, partition, account, json(movement), movement);
	}

	private static int partition(String account) {
		return TortureTopics.partition(account);
	}

	private static String json(Movement movement) {
		return "{\"account\":\"%s\",\"n\":%d,\"product\":\"%s\",\"lane\":%d,\"amount\":%d,\"act\":\"%s\"}".formatted(
				movement.account(), movement.n(), movement.product(), movement.lane(), movement.amount(),
				movement.act());
	}

}
