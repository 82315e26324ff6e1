package org.faustspring.engine.table;

/**
 * Estimates how much memory an entry takes as objects: more than its bytes.
 */
public final class EntrySize {

	/** What is taken for the size of an entry before any was seen, in bytes. */
	public static final long UNKNOWN = 256;

	private static final long MAP_AND_HEADERS = 128;

	private EntrySize() {
	}

	/**
	 * Estimate.
	 * @param bytes the size of key and value as they are sent
	 * @return the size on the heap in bytes
	 */
	public static long onHeap(long bytes) {
		return MAP_AND_HEADERS + 2 * bytes;
	}

}
