package org.faustspring.engine.restore;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which changelogs to read now. Small restores are all done at once. Of large
 * ones only a few tables are: so their buffers are large, and the first tasks run long
 * before the last ones. Stateless.
 */
final class RestoreOrder {

	/** What has been begun goes on, so that its buffer is given back. */
	private static final Comparator<TaskRestoration> BEGUN_FIRST = Comparator
		.comparing((TaskRestoration restoration) -> !restoration.hasWrittenToStore())
		.thenComparingLong(TaskRestoration::remaining);

	private RestoreOrder() {
	}

	/**
	 * Choose.
	 * @param restorations tasks that are being taken over
	 * @param largeAtATime how many tables of large ones to restore at a time
	 * @return the tables to restore now
	 */
	static List<TableRestoration> next(Collection<TaskRestoration> restorations, int largeAtATime) {
		List<TableRestoration> next = new ArrayList<>();
		List<TaskRestoration> large = new ArrayList<>();
		for (TaskRestoration restoration : restorations) {
			if (restoration.large()) {
				large.add(restoration);
			}
			else {
				restoration.tables().stream().filter((table) -> !table.done()).forEach(next::add);
			}
		}
		List<TableRestoration> open = large.stream()
			.sorted(BEGUN_FIRST)
			.flatMap((restoration) -> restoration.tables().stream())
			.filter((table) -> !table.done())
			.toList();
		// The end may have to be waited for, as long as a transaction is open.
		open.stream().filter((table) -> table.position() >= table.target()).forEach(next::add);
		open.stream().filter((table) -> table.position() < table.target()).limit(largeAtATime).forEach(next::add);
		return next;
	}

}
