package org.faustspring.torture.app;

/**
 * Events taken in a certain order, folded so that one lost, doubled or out of order
 * shows.
 *
 * @param count how many
 * @param last number of the last
 * @param sum sum of their amounts
 * @param hash depends on all of them and on their order
 */
public record Chain(long count, long last, long sum, long hash) {

	/** Nothing yet. */
	public static final Chain EMPTY = new Chain(0, 0, 0, 17);

	/**
	 * Add an event.
	 * @param movement the event
	 * @return the chain that ends with it
	 */
	public Chain plus(Movement movement) {
		return new Chain(this.count + 1, movement.n(), this.sum + movement.amount(),
				31 * (31 * this.hash + movement.account().hashCode()) + movement.n());
	}

}
