package org.faustspring.benchmarks.workload;

import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * Checks that all values came through unchanged. One thread.
 */
final class ForwardCheck implements OutputCheck {

	private final Expected expected;

	private final CRC32C crc = new CRC32C();

	private long records;

	private long checksum;

	ForwardCheck(Expected expected) {
		this.expected = expected;
	}

	@Override
	public void accept(byte[] key, byte @Nullable [] value) {
		this.records++;
		this.checksum += (value != null) ? OrderSource.checksum(this.crc, value) : 0;
	}

	@Override
	public @Nullable String problem() {
		if (this.records != this.expected.events()) {
			return "%d outputs of %d events".formatted(this.records, this.expected.events());
		}
		return (this.checksum != this.expected.checksum()) ? "The outputs are not the inputs" : null;
	}

}
