package org.faustspring.benchmarks.workload;

/**
 * What a fault may do to results. Immutable.
 */
public enum Guarantee {

	/** Outputs may repeat. */
	AT_LEAST_ONCE("at-least-once", 1000),

	/** Kafka transactions. */
	EXACTLY_ONCE("exactly-once", 100);

	private final String text;

	private final long commitMillis;

	Guarantee(String text, long commitMillis) {
		this.text = text;
		this.commitMillis = commitMillis;
	}

	/**
	 * Return the name on the command line and in results.
	 * @return the name
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the commit interval of every engine, unless the command line says otherwise.
	 * @return milliseconds
	 */
	public long commitMillis() {
		return this.commitMillis;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
