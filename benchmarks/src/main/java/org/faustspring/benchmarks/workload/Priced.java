package org.faustspring.benchmarks.workload;

/**
 * The output of {@link Case#JSON_FORWARD}.
 *
 * @param id running number of the order
 * @param customer who has ordered
 * @param cents the price of the order
 */
public record Priced(long id, String customer, long cents) {

	/**
	 * Price an order.
	 * @param order the order
	 * @return its price
	 */
	public static Priced of(Order order) {
		return new Priced(order.id(), order.customer(), order.price());
	}

}
