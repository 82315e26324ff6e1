package org.faustspring.benchmarks.workload;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is restored: values that begin with a count, as a big-endian number of eight
 * bytes, and go on with text. And the clock of restoring itself, which engines start and
 * stop. Any thread.
 */
public final class Restored {

	/** First word of the report that restoring begins; the time follows. */
	public static final String BEGIN = "RESTORING";

	/** First word of the report that all is restored; the time follows. */
	public static final String END = "RESTORED";

	private static final PrintStream out = System.out;

	private static boolean begun;

	private static boolean ended;

	private Restored() {
	}

	/**
	 * Return the value of a key that has been counted once.
	 * @param text what follows the count
	 * @return the value
	 */
	public static byte[] first(byte[] text) {
		return ByteBuffer.allocate(Long.BYTES + text.length).putLong(1).put(text).array();
	}

	/**
	 * Count one more.
	 * @param value a value; shorter than a count if there is none
	 * @return the next value
	 */
	public static byte[] next(byte[] value) {
		byte[] next = Arrays.copyOf(value, Math.max(Long.BYTES, value.length));
		ByteBuffer.wrap(next).putLong((value.length == 0) ? 1 : count(value) + 1);
		return next;
	}

	/**
	 * Read the count.
	 * @param value a value
	 * @return how often its key was counted
	 */
	public static long count(byte[] value) {
		return ByteBuffer.wrap(value).getLong();
	}

	/**
	 * Say that restoring begins; only the first time counts.
	 */
	public static synchronized void begin() {
		if (!begun) {
			begun = true;
			report(BEGIN);
		}
	}

	/**
	 * Say that all is restored; only the first time counts.
	 */
	public static synchronized void end() {
		if (begun && !ended) {
			ended = true;
			report(END);
		}
	}

	private static void report(String word) {
		out.println(word + " " + System.currentTimeMillis());
		out.flush();
	}

}
