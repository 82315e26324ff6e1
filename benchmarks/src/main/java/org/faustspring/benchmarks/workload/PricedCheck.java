package org.faustspring.benchmarks.workload;

import org.jspecify.annotations.Nullable;

/**
 * Checks the output of {@link Case#JSON_FORWARD}. One thread.
 */
final class PricedCheck implements OutputCheck {

	private final Expected expected;

	private final Json<Priced> json = new Json<>(Priced.class);

	private long records;

	private long ids;

	private long cents;

	PricedCheck(Expected expected) {
		this.expected = expected;
	}

	@Override
	public void accept(byte[] key, byte @Nullable [] value) {
		this.records++;
		if (value != null) {
			Priced priced = this.json.read(value);
			this.ids += priced.id();
			this.cents += priced.cents();
		}
	}

	@Override
	public @Nullable String problem() {
		long events = this.expected.events();
		if (this.records != events || this.ids != events * (events - 1) / 2) {
			return "%d outputs of %d events".formatted(this.records, events);
		}
		return (this.cents != this.expected.cents())
				? "Prices sum to %d, not to %d".formatted(this.cents, this.expected.cents()) : null;
	}

}
