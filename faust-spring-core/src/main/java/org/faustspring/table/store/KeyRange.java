package org.faustspring.table.store;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Decides on ranges of keys in unsigned lexicographic order. Stateless, any thread.
 */
final class KeyRange {

	private KeyRange() {
	}

	static boolean isEmpty(byte @Nullable [] from, byte @Nullable [] toExclusive) {
		if (toExclusive == null) {
			return false;
		}
		return toExclusive.length == 0 || from != null && Arrays.compareUnsigned(from, toExclusive) >= 0;
	}

}
