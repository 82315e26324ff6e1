package org.faustspring.benchmarks.workload;

/**
 * What an input topic holds. The same load is the same records, whenever it is made.
 *
 * @param events number of events
 * @param keys number of different keys, at most
 * @param zipf exponent of the keys' distribution, 0 for a uniform one, and
 * {@link #IN_TURN} for one after the other
 */
public record Load(long events, int keys, double zipf) {

	/** Each key as often as every other. */
	public static final double IN_TURN = -1;

	public Load {
		if (events < 1 || keys < 1 || (zipf < 0 && zipf != IN_TURN)) {
			throw new IllegalArgumentException(
					"A load needs at least one event and one key, and an exponent that is not negative: %d, %d, %s"
						.formatted(events, keys, zipf));
		}
	}

	/**
	 * Return one of several parts of the same size.
	 * @param parts how many parts
	 * @return a load with a part of the events and of the keys
	 */
	public Load dividedBy(int parts) {
		return new Load(Math.max(1, this.events / parts), Math.max(1, this.keys / parts), this.zipf);
	}

	/**
	 * Return the name of the topic.
	 * @return the name
	 */
	public String topic() {
		return "orders-%d-%d-%s".formatted(this.events, this.keys, distribution());
	}

	/**
	 * Describe the distribution of the keys.
	 * @return the distribution
	 */
	public String distribution() {
		if (this.zipf == IN_TURN) {
			return "in-turn";
		}
		return (this.zipf == 0) ? "uniform" : "zipf-" + this.zipf;
	}

}
