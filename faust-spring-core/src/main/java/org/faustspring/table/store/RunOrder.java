package org.faustspring.table.store;

import java.util.Arrays;

/**
 * Sorts the records of a buffer by key, and of those with the same key keeps the last.
 * Eight bytes of all keys are sorted at a time as a number, byte by byte from the last
 * one, which leaves records of the same key in the order in which they came (LSD radix
 * sort: Knuth, The Art of Computer Programming 3, 5.2.5); then those that are alike so
 * far, by the next eight. Used once, any thread.
 */
final class RunOrder {

	/** So few are compared sooner than their bytes are counted. */
	private static final int FEW = 24;

	/** Bytes that are sorted as numbers; keys that are alike for longer are compared. */
	private static final int MOST_AS_NUMBERS = 8 * Long.BYTES;

	private static final int BYTE_VALUES = 1 << Byte.SIZE;

	private final RunBuffer buffer;

	/** Numbers of records, in the order found so far. At its beginning, the result. */
	private final int[] order;

	/** What they are sorted by now. */
	private final long[] numbers;

	private final int[] nextOrder;

	private final long[] nextNumbers;

	/** By byte: how many have each value, then where the next one with it belongs. */
	private final int[][] places = new int[Long.BYTES][BYTE_VALUES];

	private int kept;

	private RunOrder(RunBuffer buffer) {
		int size = buffer.size();
		this.buffer = buffer;
		this.order = new int[size];
		this.numbers = new long[size];
		this.nextOrder = new int[size];
		this.nextNumbers = new long[size];
	}

	/**
	 * Sort.
	 * @param buffer the records
	 * @return the numbers of those that are the last ones of their keys, in the order of
	 * the keys
	 */
	static int[] of(RunBuffer buffer) {
		RunOrder sorted = new RunOrder(buffer);
		Arrays.setAll(sorted.order, (record) -> record);
		if (buffer.size() > 0) {
			sorted.sort(0, buffer.size(), buffer.commonPrefix());
		}
		return Arrays.copyOf(sorted.order, sorted.kept);
	}

	/** Sort keys that are the same before a byte. */
	private void sort(int from, int to, int firstByte) {
		for (int i = from; i < to; i++) {
			this.numbers[i] = this.buffer.keyBytes(this.order[i], firstByte);
		}
		sortByNumber(from, to);
		int first = from;
		for (int i = from + 1; i <= to; i++) {
			if (i == to || this.numbers[i] != this.numbers[first]) {
				sortAlike(first, i, firstByte + Long.BYTES);
				first = i;
			}
		}
	}

	/** Sort keys that are the same before a byte, or end before it and so do others. */
	private void sortAlike(int from, int to, int nextByte) {
		if (allTheSame(from, to, nextByte)) {
			this.order[this.kept++] = this.order[to - 1];
		}
		else if (to - from <= FEW || nextByte - this.buffer.commonPrefix() >= MOST_AS_NUMBERS) {
			sortByComparing(from, to, nextByte);
		}
		else {
			sort(from, to, nextByte);
		}
	}

	private boolean allTheSame(int from, int to, int nextByte) {
		for (int i = from + 1; i < to; i++) {
			if (this.buffer.compareKeys(this.order[i - 1], this.order[i], nextByte) != 0) {
				return false;
			}
		}
		return true;
	}

	private void sortByComparing(int from, int to, int nextByte) {
		Integer[] records = new Integer[to - from];
		Arrays.setAll(records, (i) -> this.order[from + i]);
		Arrays.sort(records, (record, other) -> this.buffer.compareKeys(record, other, nextByte));
		for (int i = 0; i < records.length; i++) {
			if (i + 1 == records.length || this.buffer.compareKeys(records[i], records[i + 1], nextByte) != 0) {
				this.order[this.kept++] = records[i];
			}
		}
	}

	private void sortByNumber(int from, int to) {
		count(from, to);
		long[] sorted = this.numbers;
		long[] next = this.nextNumbers;
		int[] sortedOrder = this.order;
		int[] nextOrder = this.nextOrder;
		for (int place = 0; place < Long.BYTES; place++) {
			int shift = place * Byte.SIZE;
			int[] at = this.places[place];
			if (at[byteOf(sorted[from], shift)] == to - from) {
				continue;
			}
			begin(at, from);
			for (int i = from; i < to; i++) {
				int index = at[byteOf(sorted[i], shift)]++;
				next[index] = sorted[i];
				nextOrder[index] = sortedOrder[i];
			}
			long[] before = sorted;
			sorted = next;
			next = before;
			int[] orderBefore = sortedOrder;
			sortedOrder = nextOrder;
			nextOrder = orderBefore;
		}
		if (sorted != this.numbers) {
			System.arraycopy(sorted, from, this.numbers, from, to - from);
			System.arraycopy(sortedOrder, from, this.order, from, to - from);
		}
	}

	private void count(int from, int to) {
		for (int[] counts : this.places) {
			Arrays.fill(counts, 0);
		}
		for (int i = from; i < to; i++) {
			for (int place = 0; place < Long.BYTES; place++) {
				this.places[place][byteOf(this.numbers[i], place * Byte.SIZE)]++;
			}
		}
	}

	/** Turn how many have each value into where the first of them belongs. */
	private static void begin(int[] places, int from) {
		int at = from;
		for (int value = 0; value < BYTE_VALUES; value++) {
			int count = places[value];
			places[value] = at;
			at += count;
		}
	}

	private static int byteOf(long number, int shift) {
		return (int) (number >>> shift) & (BYTE_VALUES - 1);
	}

}
