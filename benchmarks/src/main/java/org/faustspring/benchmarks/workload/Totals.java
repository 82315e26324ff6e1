package org.faustspring.benchmarks.workload;

/**
 * The table's value and the output of {@link Case#JSON_TOTALS}.
 *
 * @param count number of orders
 * @param cents what they cost together
 */
public record Totals(long count, long cents) {

	/** Where the totals of a customer start. */
	public static final Totals NONE = new Totals(0, 0);

	/**
	 * Add an order.
	 * @param order the order
	 * @return the totals with it
	 */
	public Totals plus(Order order) {
		return new Totals(this.count + 1, this.cents + order.price());
	}

}
