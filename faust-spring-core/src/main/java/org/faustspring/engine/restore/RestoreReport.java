package org.faustspring.engine.restore;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.app.TaskInfo.RestoreInfo;

/**
 * Tells the log how far restoring is, every ten seconds while there is any. Belongs to
 * the restorer.
 */
final class RestoreReport {

	private static final Log logger = LogFactory.getLog(RestoreReport.class);

	private static final long NANOS = TimeUnit.SECONDS.toNanos(10);

	/** More at a time would bury what else the log says. */
	private static final int LINES = 10;

	private long shownAt = System.nanoTime();

	/**
	 * Show progress, if it is time.
	 * @param restorations tasks that are being taken over
	 */
	void show(Collection<TaskRestoration> restorations) {
		long now = System.nanoTime();
		if (restorations.isEmpty()) {
			this.shownAt = now;
			return;
		}
		if (now - this.shownAt < NANOS) {
			return;
		}
		this.shownAt = now;
		List<RestoreInfo> open = restorations.stream()
			.flatMap((restoration) -> restoration.progress().stream())
			.filter((info) -> info.restored() < info.total())
			.toList();
		List<RestoreInfo> moving = open.stream().filter((info) -> info.recordsPerSecond() > 0).limit(LINES).toList();
		moving.forEach((info) -> logger.info(text(info)));
		logger.info("Restoring %d tasks: %d partitions of tables, %,d changelog offsets to go".formatted(
				restorations.size(), open.size(),
				open.stream().mapToLong((info) -> info.total() - info.restored()).sum()));
	}

	static String text(RestoreInfo info) {
		String text = "Restoring table '%s', partition %d: %,d of %,d changelog offsets (%d %%)".formatted(info.table(),
				info.partition(), info.restored(), info.total(),
				(info.total() > 0) ? 100 * info.restored() / info.total() : 100);
		if (info.secondsLeft() < 0) {
			return text;
		}
		return text + ", %,d records a second, %d s to go".formatted(info.recordsPerSecond(), info.secondsLeft());
	}

	/**
	 * Tell that a task is restored, if it was not soon.
	 * @param restoration the task
	 */
	void restored(TaskRestoration restoration) {
		long records = restoration.tables().stream().mapToLong(TableRestoration::records).sum();
		double seconds = (System.nanoTime() - restoration.begunAt()) / (double) TimeUnit.SECONDS.toNanos(1);
		if (restoration.large()) {
			logger
				.info("Task %s is restored: %,d records, after %.1f s".formatted(restoration.task(), records, seconds));
		}
	}

}
