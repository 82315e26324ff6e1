package org.faustspring.benchmarks.workload;

/**
 * The input: what a customer has ordered.
 *
 * @param id running number
 * @param customer the key of the input's records
 * @param merchant what the input can be grouped by
 * @param quantity number of pieces
 * @param cents price of a piece
 */
public record Order(long id, String customer, String merchant, int quantity, long cents) {

	/**
	 * Return what orders are grouped by. Grouping is the first thing that is done with an
	 * event where there is one, and nothing else asks for the merchant: the first call
	 * starts the clock.
	 * @return the merchant
	 */
	@Override
	public String merchant() {
		FirstEvent.mark();
		return this.merchant;
	}

	/**
	 * Return the price of all pieces.
	 * @return the price in cents
	 */
	public long price() {
		return this.quantity * this.cents;
	}

}
