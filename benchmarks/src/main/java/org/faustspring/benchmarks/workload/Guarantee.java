package org.faustspring.benchmarks.workload;

import java.util.Arrays;

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
	 * Return the guarantee of a name.
	 * @param text the name on the command line
	 * @return the guarantee
	 * @throws IllegalArgumentException if there is none
	 */
	public static Guarantee named(String text) {
		return Arrays.stream(values())
			.filter((candidate) -> candidate.text.equals(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no guarantee '%s'".formatted(text)));
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
