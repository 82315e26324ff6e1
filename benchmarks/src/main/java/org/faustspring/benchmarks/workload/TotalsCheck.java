package org.faustspring.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Checks totals by customer. One thread.
 */
final class TotalsCheck implements OutputCheck {

	private final Expected expected;

	private final long wantedRecords;

	private final Json<Totals> json = new Json<>(Totals.class);

	private final Map<String, Totals> last = new HashMap<>();

	private long records;

	/**
	 * Create a check.
	 * @param expected what must have been added up
	 * @param wantedRecords how many records there must be, negative for any number
	 */
	TotalsCheck(Expected expected, long wantedRecords) {
		this.expected = expected;
		this.wantedRecords = wantedRecords;
	}

	@Override
	public void accept(byte[] key, byte @Nullable [] value) {
		this.records++;
		if (value != null) {
			this.last.put(new String(key, StandardCharsets.UTF_8), this.json.read(value));
		}
	}

	@Override
	public @Nullable String problem() {
		if (this.wantedRecords >= 0 && this.records != this.wantedRecords) {
			return "%d outputs of %d events".formatted(this.records, this.wantedRecords);
		}
		long count = this.last.values().stream().mapToLong(Totals::count).sum();
		long cents = this.last.values().stream().mapToLong(Totals::cents).sum();
		return (count != this.expected.events() || cents != this.expected.cents())
				? "Totals sum to %d orders and %d cents, not to %d and %d".formatted(count, cents,
						this.expected.events(), this.expected.cents())
				: null;
	}

}
