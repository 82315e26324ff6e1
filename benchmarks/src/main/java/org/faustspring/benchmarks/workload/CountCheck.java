package org.faustspring.benchmarks.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Checks counts by key, as big-endian numbers of eight bytes. One thread.
 */
final class CountCheck implements OutputCheck {

	private final Expected.Tally expected;

	private final boolean everyStep;

	private final Map<String, Long> last = new HashMap<>();

	private long records;

	private long steps;

	/**
	 * Create a check.
	 * @param expected what must have been counted
	 * @param everyStep whether each step of each count must be there, once
	 */
	CountCheck(Expected.Tally expected, boolean everyStep) {
		this.expected = expected;
		this.everyStep = everyStep;
	}

	@Override
	public void accept(byte[] key, byte @Nullable [] value) {
		this.records++;
		if (value != null && value.length == Long.BYTES) {
			long count = ByteBuffer.wrap(value).getLong();
			this.steps += count;
			this.last.put(new String(key, StandardCharsets.UTF_8), count);
		}
	}

	@Override
	public @Nullable String problem() {
		if (this.last.size() != this.expected.distinct()) {
			return "%d keys were counted, not %d".formatted(this.last.size(), this.expected.distinct());
		}
		long sum = this.last.values().stream().mapToLong(Long::longValue).sum();
		if (sum != this.expected.sum()) {
			return "The counts sum to %d, not to %d".formatted(sum, this.expected.sum());
		}
		if (this.everyStep && (this.records != this.expected.sum() || this.steps != this.expected.sumOfSteps())) {
			return "%d outputs of %d events, with the sum %d instead of %d".formatted(this.records, this.expected.sum(),
					this.steps, this.expected.sumOfSteps());
		}
		return null;
	}

}
