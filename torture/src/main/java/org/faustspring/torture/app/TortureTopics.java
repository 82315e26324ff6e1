package org.faustspring.torture.app;

import java.util.List;

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

	/** The table by account. */
	public static final String BALANCES = "balances";

	/** The table by product. */
	public static final String SALES = "sales";

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
