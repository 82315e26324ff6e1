package org.faustspring.table.store;

import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Local state could not be read or written. The message names the directory, the cause
 * and what to do.
 */
public class StoreException extends RuntimeException {

	private final Reason reason;

	StoreException(String message, Reason reason, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Returns what kind of failure it is.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	static StoreException of(String attempt, Path directory, RocksDBException cause) {
		Reason reason = reasonOf(cause);
		return new StoreException("%s in %s failed: %s. %s".formatted(attempt, directory, text(cause), reason.advice),
				reason, cause);
	}

	static Reason reasonOf(RocksDBException cause) {
		Status status = cause.getStatus();
		String text = text(cause).toLowerCase(Locale.ROOT);
		if (status != null && status.getSubCode() == Status.SubCode.NoSpace || text.contains("no space left")) {
			return Reason.NO_SPACE;
		}
		// A file that the database's own manifest names is gone: as broken as a bad
		// checksum, though RocksDB may call it an I/O error.
		if (status != null && status.getCode() == Status.Code.Corruption
				|| text.contains("no such file or directory")) {
			return Reason.CORRUPT;
		}
		return Reason.IO;
	}

	private static String text(RocksDBException cause) {
		// RocksDB breaks lines and ends some messages with a full stop.
		return String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
	}

	/**
	 * Kinds of failure that call for different action.
	 */
	public enum Reason {

		/** The disk is full. */
		NO_SPACE("Free space on that disk; the task goes on once its store is opened again."),

		/** The files are damaged; deleting them is safe, the changelog has the data. */
		CORRUPT("The files are damaged; once deleted, they are restored from the changelog."),

		/** Anything else: permissions, too many open files, a broken disk. */
		IO("Check that this process may read and write there, its limit of open files, and the disk.");

		private final String advice;

		Reason(String advice) {
			this.advice = advice;
		}

	}

}
