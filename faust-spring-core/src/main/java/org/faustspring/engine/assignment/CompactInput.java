package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CompactOutput} wrote. Bytes that it cannot have written end in an
 * {@link IllegalArgumentException}, never in a large allocation. Single-threaded.
 */
final class CompactInput {

	private final ByteBuffer bytes;

	CompactInput(ByteBuffer bytes) {
		this.bytes = bytes.slice();
	}

	boolean hasMore() {
		return this.bytes.hasRemaining();
	}

	int readByte() {
		if (!this.bytes.hasRemaining()) {
			throw new IllegalArgumentException("Ends too early");
		}
		return this.bytes.get() & 0xff;
	}

	int readNumber() {
		int value = 0;
		for (int shift = 0; shift < 35; shift += 7) {
			int next = readByte();
			value |= (next & 0x7f) << shift;
			if (next < 0x80) {
				return value;
			}
		}
		throw new IllegalArgumentException("Number is too long");
	}

	/**
	 * Read the number of elements that follow, each of which takes at least one byte.
	 */
	int readCount() {
		int count = readNumber();
		if (count < 0 || count > this.bytes.remaining()) {
			throw new IllegalArgumentException(
					"Announces %d elements in %d bytes".formatted(count, this.bytes.remaining()));
		}
		return count;
	}

	@Nullable String readText() {
		int length = readNumber() - 1;
		if (length == -1) {
			return null;
		}
		if (length < 0 || length > this.bytes.remaining()) {
			throw new IllegalArgumentException(
					"Announces %d bytes of text in %d bytes".formatted(length, this.bytes.remaining()));
		}
		byte[] utf8 = new byte[length];
		this.bytes.get(utf8);
		return new String(utf8, StandardCharsets.UTF_8);
	}

	String readName() {
		String name = readText();
		if (name == null) {
			throw new IllegalArgumentException("A name is missing");
		}
		return name;
	}

}
