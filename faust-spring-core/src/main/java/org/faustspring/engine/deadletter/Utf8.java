package org.faustspring.engine.deadletter;

import java.util.Arrays;

/**
 * Cuts encoded text without cutting a character. Any thread.
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Return the beginning of a text.
	 * @param text the text, encoded
	 * @param limit most bytes to return
	 * @return the longest whole characters within the limit
	 */
	static byte[] firstBytes(byte[] text, int limit) {
		int end = Math.min(limit, text.length);
		while (end > 0 && end < text.length && isContinuation(text[end])) {
			end--;
		}
		return Arrays.copyOf(text, end);
	}

	private static boolean isContinuation(byte candidate) {
		return (candidate & 0xC0) == 0x80;
	}

}
