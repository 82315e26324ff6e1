package org.faustspring.table.store;

import java.util.Arrays;

/**
 * Sorts the records of a buffer by key, by merging: records of the same key stay in the
 * order in which they came. Most comparisons are of numbers made of the bytes after those
 * that all keys begin with. Stateless, any thread.
 */
final class RunOrder {

	private static final int SORTED_BY_INSERTION = 12;

	private RunOrder() {
	}

	/**
	 * Sort.
	 * @param buffer the records
	 * @return the numbers of those that are the last ones of their keys, in the order of
	 * the keys
	 */
	static int[] of(RunBuffer buffer) {
		int size = buffer.size();
		long[] prefixes = new long[size];
		int[] order = new int[size];
		for (int i = 0; i < size; i++) {
			// Without the first bit, signed numbers are ordered as unsigned ones are.
			prefixes[i] = buffer.keyBytes(i, buffer.commonPrefix()) ^ Long.MIN_VALUE;
			order[i] = i;
		}
		for (int from = 0; from < size; from += SORTED_BY_INSERTION) {
			insert(buffer, prefixes, order, from, Math.min(size, from + SORTED_BY_INSERTION));
		}
		long[] mergedPrefixes = new long[size];
		int[] merged = new int[size];
		for (long width = SORTED_BY_INSERTION; width < size; width *= 2) {
			for (long from = 0; from < size; from += 2 * width) {
				merge(buffer, prefixes, order, (int) from, (int) Math.min(size, from + width),
						(int) Math.min(size, from + 2 * width), mergedPrefixes, merged);
			}
			long[] prefixesBefore = prefixes;
			prefixes = mergedPrefixes;
			mergedPrefixes = prefixesBefore;
			int[] before = order;
			order = merged;
			merged = before;
		}
		return lastOfEachKey(buffer, prefixes, order);
	}

	private static int[] lastOfEachKey(RunBuffer buffer, long[] prefixes, int[] order) {
		int size = order.length;
		int kept = 0;
		for (int i = 0; i < size; i++) {
			boolean replaced = i + 1 < size && prefixes[i] == prefixes[i + 1]
					&& buffer.compareKeys(order[i], order[i + 1]) == 0;
			if (!replaced) {
				order[kept++] = order[i];
			}
		}
		return (kept < size) ? Arrays.copyOf(order, kept) : order;
	}

	private static void insert(RunBuffer buffer, long[] prefixes, int[] order, int from, int to) {
		for (int i = from + 1; i < to; i++) {
			long prefix = prefixes[i];
			int record = order[i];
			int at = i;
			while (at > from && after(buffer, prefixes[at - 1], order[at - 1], prefix, record)) {
				prefixes[at] = prefixes[at - 1];
				order[at] = order[at - 1];
				at--;
			}
			prefixes[at] = prefix;
			order[at] = record;
		}
	}

	private static void merge(RunBuffer buffer, long[] prefixes, int[] order, int from, int middle, int to,
			long[] mergedPrefixes, int[] merged) {
		int left = from;
		int right = middle;
		for (int at = from; at < to; at++) {
			boolean takeRight = left == middle
					|| (right < to && after(buffer, prefixes[left], order[left], prefixes[right], order[right]));
			int taken = (takeRight) ? right++ : left++;
			mergedPrefixes[at] = prefixes[taken];
			merged[at] = order[taken];
		}
	}

	private static boolean after(RunBuffer buffer, long prefix, int record, long otherPrefix, int other) {
		return prefix > otherPrefix || (prefix == otherPrefix && buffer.compareKeys(record, other) > 0);
	}

}
