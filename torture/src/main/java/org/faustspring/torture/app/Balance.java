package org.faustspring.torture.app;

/**
 * What the table {@code balances} holds of an account: a chain a source, since there is
 * no order among sources.
 *
 * @param orders of the first source
 * @param payments of the second
 */
public record Balance(Chain orders, Chain payments) {

	/** Of an account nothing is known of. */
	public static final Balance EMPTY = new Balance(Chain.EMPTY, Chain.EMPTY);

	/**
	 * Add an event.
	 * @param topic its source
	 * @param movement the event
	 * @return the balance after it
	 */
	public Balance plus(String topic, Movement movement) {
		return topic.equals(TortureTopics.ORDERS) ? new Balance(this.orders.plus(movement), this.payments)
				: new Balance(this.orders, this.payments.plus(movement));
	}

	/**
	 * Return the chain of a source.
	 * @param topic the source
	 * @return its chain
	 */
	public Chain chain(String topic) {
		return topic.equals(TortureTopics.ORDERS) ? this.orders : this.payments;
	}

}
