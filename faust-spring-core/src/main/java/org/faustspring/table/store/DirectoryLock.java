package org.faustspring.table.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Exclusive use of a directory by one object of one process; the operating system lets go
 * of it when the process dies, however it dies. Any thread.
 */
final class DirectoryLock implements AutoCloseable {

	private static final String FILE = ".lock";

	/** Beyond the holder's text, which has to stay readable where locks are mandatory. */
	private static final long LOCKED_BYTE = 1L << 32;

	/**
	 * Directories locked in this JVM. It is consulted before the file is touched: closing
	 * any channel of a file may release the locks the process has on it, so a failed
	 * second attempt would break the first one's lock.
	 */
	private static final Map<Path, String> held = new ConcurrentHashMap<>();

	private final Path directory;

	private final FileChannel channel;

	private boolean released;

	private DirectoryLock(Path directory, FileChannel channel) {
		this.directory = directory;
		this.channel = channel;
	}

	/**
	 * Locks a directory.
	 * @param directory an existing directory, as a real path
	 * @return the lock
	 * @throws StateDirectoryLockedException if it is locked already
	 * @throws IOException if the lock file cannot be used
	 */
	static DirectoryLock acquire(Path directory) throws IOException {
		String self = "pid %d on %s since %s".formatted(ProcessHandle.current().pid(), host(), Instant.now());
		String holder = held.putIfAbsent(directory, self);
		if (holder != null) {
			throw new StateDirectoryLockedException(directory, holder + " (this process)");
		}
		FileChannel channel = null;
		boolean locked = false;
		try {
			Path file = directory.resolve(FILE);
			channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
			if (lock == null) {
				throw new StateDirectoryLockedException(directory, holder(file));
			}
			channel.truncate(0).write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
			locked = true;
			return new DirectoryLock(directory, channel);
		}
		finally {
			if (!locked) {
				held.remove(directory);
				if (channel != null) {
					channel.close();
				}
			}
		}
	}

	private static @Nullable String holder(Path file) throws IOException {
		String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
		return text.isEmpty() ? null : text;
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "unknown host";
		}
	}

	/**
	 * Lets go of the directory. The lock file stays: deleting it would race with the next
	 * process.
	 * @throws IOException if the lock file cannot be closed
	 */
	@Override
	public synchronized void close() throws IOException {
		if (this.released) {
			return;
		}
		this.released = true;
		try {
			this.channel.close();
		}
		finally {
			held.remove(this.directory);
		}
	}

}
