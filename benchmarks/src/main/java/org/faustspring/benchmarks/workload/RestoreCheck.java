package org.faustspring.benchmarks.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Checks counts of numbered keys after a restore: the first ones must have been counted
 * twice, which takes the restored value, all others once. One thread.
 */
public final class RestoreCheck implements OutputCheck {

	private final int[] counts;

	private final int expected;

	private final int twice;

	/**
	 * Create a check.
	 * @param keys number of keys there may be
	 * @param expected number of keys that must be there, from the first
	 * @param twice number of keys that must have been counted twice
	 */
	public RestoreCheck(int keys, int expected, int twice) {
		this.counts = new int[keys];
		this.expected = expected;
		this.twice = twice;
	}

	@Override
	public void accept(byte[] key, byte @Nullable [] value) {
		int number = Integer.parseInt(new String(key, 1, key.length - 1, StandardCharsets.ISO_8859_1));
		this.counts[number] = (value != null) ? (int) ByteBuffer.wrap(value).getLong() : 0;
	}

	@Override
	public @Nullable String problem() {
		for (int i = 0; i < this.counts.length; i++) {
			int wanted = (i >= this.expected) ? 0 : (i < this.twice) ? 2 : 1;
			if (this.counts[i] != wanted) {
				return "Key %d was counted %d times, not %d".formatted(i, this.counts[i], wanted);
			}
		}
		return null;
	}

}
