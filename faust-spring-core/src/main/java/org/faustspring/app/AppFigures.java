package org.faustspring.app;

/**
 * Figures of an App since it was made.
 *
 * @param commits commits that succeeded
 * @param failedCommits how often work since the last commit was undone and processed
 * again, mostly because a commit failed
 * @param commitNanos time spent in commits, in nanoseconds
 * @param overlayEntries table entries waiting for a commit now
 * @param overlayBytes their estimated size
 * @param nativeMemoryBytes native memory of the table stores now
 * @param restoreRemaining changelog offsets still to restore now
 * @param restored changelog records restored
 * @param repaired table keys written again because an interrupted commit had left later
 * values in the changelog
 * @param tailsApplied interrupted commits whose changelog records were too old to be
 * undone and were applied instead
 * @param foreignWrites changelog records found that this App's owner of the partition had
 * not written
 * @param standbyRecords changelog records that copies of other instances' tasks have
 * taken
 */
public record AppFigures(long commits, long failedCommits, long commitNanos, long overlayEntries, long overlayBytes,
		long nativeMemoryBytes, long restoreRemaining, long restored, long repaired, long tailsApplied,
		long foreignWrites, long standbyRecords) {

}
