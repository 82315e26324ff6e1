package org.faustspring.engine.assignment;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Writes numbers as variable-length integers and text with its length before it.
 * Single-threaded.
 */
final class CompactOutput {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	void writeByte(int value) {
		this.bytes.write(value);
	}

	void writeNumber(int value) {
		int rest = value;
		while ((rest & ~0x7f) != 0) {
			this.bytes.write((rest & 0x7f) | 0x80);
			rest >>>= 7;
		}
		this.bytes.write(rest);
	}

	void writeText(@Nullable String text) {
		if (text == null) {
			writeNumber(0);
			return;
		}
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		writeNumber(utf8.length + 1);
		this.bytes.writeBytes(utf8);
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

}
