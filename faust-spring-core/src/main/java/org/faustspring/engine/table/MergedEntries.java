package org.faustspring.engine.table;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.PriorityQueue;

/**
 * Reads the entries of some partitions as if they were one, in the order of their keys'
 * bytes. Belongs to one thread.
 */
final class MergedEntries implements Iterator<EntryPages.Entry> {

	private final PriorityQueue<Head> heads = new PriorityQueue<>(
			(a, b) -> Arrays.compareUnsigned(a.entry().keyBytes(), b.entry().keyBytes()));

	/**
	 * Begin to read.
	 * @param sources the entries of each partition, in order
	 */
	MergedEntries(Collection<EntryPages> sources) {
		sources.forEach((source) -> Head.next(source, this.heads));
	}

	@Override
	public boolean hasNext() {
		return !this.heads.isEmpty();
	}

	@Override
	public EntryPages.Entry next() {
		Head head = this.heads.remove();
		Head.next(head.source(), this.heads);
		return head.entry();
	}

	/**
	 * The next entry of one partition.
	 *
	 * @param entry the entry
	 * @param source where further ones come from
	 */
	private record Head(EntryPages.Entry entry, EntryPages source) {

		private static void next(EntryPages source, PriorityQueue<Head> heads) {
			if (source.hasNext()) {
				heads.add(new Head(source.next(), source));
			}
		}

	}

}
