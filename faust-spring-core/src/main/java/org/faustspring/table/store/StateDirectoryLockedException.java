package org.faustspring.table.store;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Another App, of this or another process, is using the state directory.
 */
public class StateDirectoryLockedException extends RuntimeException {

	private final Path path;

	private final @Nullable String holder;

	StateDirectoryLockedException(Path path, @Nullable String holder) {
		super("State directory %s is in use by %s. Stop that one, or give this instance a directory of its own"
			.formatted(path, (holder != null) ? holder : "another process"));
		this.path = path;
		this.holder = holder;
	}

	/**
	 * Returns the directory that is locked.
	 * @return its path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Returns who holds the lock, as far as they left word.
	 * @return a text like {@code pid 123 on host since ...}, or null if unknown
	 */
	public @Nullable String holder() {
		return this.holder;
	}

}
