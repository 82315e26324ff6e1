package org.faustspring.torture.app;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.kafka.common.utils.Utils;

/**
 * Names that the application and its judge share.
 */
public final class TortureTopics {

	/** The App's id. */
	public static final String APP = "torture";

	/** The first source. */
	public static final String ORDERS = "orders";

	/** The second source, co-partitioned with the first. */
	public static final String PAYMENTS = "payments";

	/** Both sources. */
	public static final List<String> SOURCES = List.of(ORDERS, PAYMENTS);

	/** Results by account. */
	public static final String BALANCE_UPDATES = "balance-updates";

	/** Results by product. */
	public static final String SALE_UPDATES = "sale-updates";

	/** What timers send, by partition. */
	public static final String TICK_UPDATES = "tick-updates";

	/** Calls for a balance. */
	public static final String QUOTES = "quotes";

	/** Number of partitions of each topic that is fed, written or called. */
	public static final int PARTITIONS = 6;

	/** The table by account. */
	public static final String BALANCES = "balances";

	/** The table by product. */
	public static final String SALES = "sales";

	/** The table of the timers. */
	public static final String TICKS = "ticks";

	private TortureTopics() {
	}

	/**
	 * Return the changelog of a table.
	 * @param table the table
	 * @return the topic
	 */
	public static String changelog(String table) {
		return APP + "-" + table + "-changelog";
	}

	/**
	 * Return where a source's dead letters go.
	 * @param source the source
	 * @return the topic
	 */
	public static String deadLetters(String source) {
		return source + "-dlt";
	}

	/**
	 * Return a key of the table of timers.
	 * @param partition a partition
	 * @return a key that belongs to it
	 */
	public static String tickKey(int partition) {
		int i = 0;
		while (partition("t" + i) != partition) {
			i++;
		}
		return "t" + i;
	}

	/**
	 * Return where a key belongs.
	 * @param key the key
	 * @return its partition
	 */
	public static int partition(String key) {
		return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;
	}

	/**
	 * Name the chain of an account in a source.
	 * @param source the source
	 * @param account the account
	 * @return the name
	 */
	public static String balanceGroup(String source, String account) {
		return source + "/" + account;
	}

	/**
	 * Name the chain of a source partition in a product.
	 * @param product the product
	 * @param lane the partition
	 * @return the name
	 */
	public static String saleGroup(String product, int lane) {
		return product + "/" + lane;
	}

}
