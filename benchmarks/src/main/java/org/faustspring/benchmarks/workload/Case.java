package org.faustspring.benchmarks.workload;

/**
 * A piece of work that every engine does in its own way, with the same result. Immutable.
 */
public enum Case {

	/** Every value goes to the output as it is; no types, no state. */
	STATELESS_FORWARD("stateless-forward"),

	/** An {@link Order} is read from JSON, and a {@link Priced} is written as JSON. */
	JSON_FORWARD("json-forward"),

	/** Events are counted by key; each count is an output. */
	STATEFUL_COUNT("stateful-count"),

	/** Events are counted by key; only the table's changelog is an output. */
	STATEFUL_COUNT_PER_COMMIT("stateful-count-per-commit"),

	/** Orders are added up by customer: typed JSON in, in the table and out. */
	JSON_TOTALS("json-totals"),

	/** {@link #STATEFUL_COUNT} with more keys than caches hold. */
	LARGE_STATE("large-state"),

	/** Orders are grouped by merchant, which is not their key, and counted. */
	GROUP_BY("group-by"),

	/** {@link #STATELESS_FORWARD} with a wait of 5 ms in the handler, in key order. */
	SLOW_HANDLER("slow-handler"),

	/** A start in a new JVM, up to the first output. */
	START_UP("start-up"),

	/** A start without local state, up to the first output from restored state. */
	RESTORE("restore"),

	/** {@link #STATEFUL_COUNT} at a fixed rate: how late an output is. */
	LATENCY("latency"),

	/** The value is the answer: how long a round trip takes. */
	ASK("ask");

	private final String text;

	Case(String text) {
		this.text = text;
	}

	/**
	 * Return the name on the command line and in results.
	 * @return the name
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Whether the work is {@link #STATEFUL_COUNT}'s, whatever is measured of it.
	 * @return whether events are counted by their key, with an output each
	 */
	public boolean countsByKey() {
		return switch (this) {
			case STATEFUL_COUNT, LARGE_STATE, START_UP, LATENCY -> true;
			default -> false;
		};
	}

	/**
	 * Whether the case keeps state.
	 * @return whether there is a table
	 */
	public boolean stateful() {
		return countsByKey() || this == RESTORE || this == STATEFUL_COUNT_PER_COMMIT || this == JSON_TOTALS
				|| this == GROUP_BY;
	}

	/**
	 * Whether an engine writes one record to the output topic for each event.
	 * @return whether outputs are there to be counted
	 */
	public boolean outputPerEvent() {
		return this != STATEFUL_COUNT_PER_COMMIT && this != ASK;
	}

	/**
	 * Whether the time that all events take is what is measured.
	 * @return whether the result is a throughput
	 */
	public boolean throughput() {
		return this != START_UP && this != RESTORE && this != LATENCY && this != ASK;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
