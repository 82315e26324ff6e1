package org.faustspring.benchmarks.workload;

import org.jspecify.annotations.Nullable;

/**
 * Looks at every record that an engine wrote to one topic, and says what is wrong with
 * them. One thread.
 */
public interface OutputCheck {

	/**
	 * Take a record.
	 * @param key its key
	 * @param value its value, {@code null} for a tombstone
	 */
	void accept(byte[] key, byte @Nullable [] value);

	/**
	 * Say what is wrong, when all records have been taken.
	 * @return the problem, {@code null} if there is none
	 */
	@Nullable String problem();

	/**
	 * Return the check of a case's output topic.
	 * @param work the case
	 * @param expected what must come out
	 * @return a new check
	 */
	static OutputCheck ofOutput(Case work, Expected expected) {
		return switch (work) {
			case STATELESS_FORWARD, SLOW_HANDLER -> new ForwardCheck(expected);
			case JSON_FORWARD -> new PricedCheck(expected);
			case JSON_TOTALS -> new TotalsCheck(expected, expected.events());
			case GROUP_BY -> new CountCheck(expected.byMerchant(), true);
			default -> new CountCheck(expected.byCustomer(), true);
		};
	}

	/**
	 * Return the check of a case's changelog.
	 * @param work the case
	 * @param expected what must be in the table
	 * @return a new check
	 */
	static OutputCheck ofChangelog(Case work, Expected expected) {
		return switch (work) {
			case JSON_TOTALS -> new TotalsCheck(expected, -1);
			case GROUP_BY -> new CountCheck(expected.byMerchant(), false);
			default -> new CountCheck(expected.byCustomer(), false);
		};
	}

}
