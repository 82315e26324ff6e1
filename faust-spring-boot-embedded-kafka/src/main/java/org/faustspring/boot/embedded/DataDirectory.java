package org.faustspring.boot.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * The locked data directory of one broker: Kafka's files, the lock and the file that
 * tells other processes where the broker listens. Used by the thread that starts or
 * closes the broker.
 */
final class DataDirectory implements AutoCloseable {

	static final String BOOTSTRAP_SERVERS_FILE = "bootstrap-servers.txt";

	private static final String LOCK_FILE = "broker.lock";

	/*
	 * On POSIX, closing any channel of a file drops all locks the process has on it.
	 * Without this set, a refused second open would release the lock of the first.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final FileChannel lockChannel;

	private final FileLock lock;

	private boolean formattedNow;

	private DataDirectory(Path path, FileChannel lockChannel, FileLock lock) {
		this.path = path;
		this.lockChannel = lockChannel;
		this.lock = lock;
	}

	/**
	 * Create the directory if needed and lock it against other brokers. The lock ends
	 * with the process, however it ends.
	 * @param directory the directory
	 * @return the locked directory
	 * @throws EmbeddedKafkaDirectoryLockedException if another broker has it
	 * @throws IOException if it cannot be created or written
	 */
	static DataDirectory open(Path directory) throws IOException {
		Path path = Files.createDirectories(directory).toRealPath();
		if (!HELD.add(path)) {
			throw new EmbeddedKafkaDirectoryLockedException(path, true, readBootstrapServers(path));
		}
		try {
			return lock(path);
		}
		catch (IOException | RuntimeException ex) {
			HELD.remove(path);
			throw ex;
		}
	}

	private static DataDirectory lock(Path path) throws IOException {
		FileChannel channel = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		try {
			FileLock lock = channel.tryLock();
			if (lock == null) {
				throw new EmbeddedKafkaDirectoryLockedException(path, false, readBootstrapServers(path));
			}
			Files.deleteIfExists(path.resolve(BOOTSTRAP_SERVERS_FILE));
			return new DataDirectory(path, channel, lock);
		}
		catch (OverlappingFileLockException ex) {
			channel.close();
			throw new EmbeddedKafkaDirectoryLockedException(path, true, readBootstrapServers(path));
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private static @Nullable String readBootstrapServers(Path path) throws IOException {
		Path file = path.resolve(BOOTSTRAP_SERVERS_FILE);
		return (Files.exists(file)) ? Files.readString(file).strip() : null;
	}

	Path path() {
		return this.path;
	}

	/**
	 * The directory Kafka knows as {@code log.dirs}.
	 * @return a directory of its own, so that Kafka never meets a file it does not know
	 */
	Path logDirectory() {
		return this.path.resolve("log");
	}

	/**
	 * Format the log directory for a node unless a former start has. Kafka writes
	 * {@code meta.properties} last, so a format cut short is done again.
	 * @param nodeId the node
	 * @param controllerListener the name of the controller's listener
	 * @throws Exception if the directory cannot be written
	 */
	void formatIfNeeded(int nodeId, String controllerListener) throws Exception {
		if (Files.exists(logDirectory().resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
			return;
		}
		Files.createDirectories(logDirectory());
		new Formatter().setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
			.setNodeId(nodeId)
			.setClusterId(Uuid.randomUuid().toString())
			.setControllerListenerName(controllerListener)
			.setMetadataLogDirectory(logDirectory().toString())
			.addDirectory(logDirectory().toString())
			.run();
		this.formattedNow = true;
	}

	/**
	 * Whether the last broker of this directory ended without closing it.
	 * @return {@code false} if it was closed in order
	 */
	boolean wasLeftUncleanly() {
		return !this.formattedNow && !Files.exists(logDirectory().resolve(".kafka_cleanshutdown"));
	}

	void writeBootstrapServers(String bootstrapServers) throws IOException {
		Path written = Files.writeString(this.path.resolve(BOOTSTRAP_SERVERS_FILE + ".new"),
				bootstrapServers + System.lineSeparator());
		Files.move(written, this.path.resolve(BOOTSTRAP_SERVERS_FILE), StandardCopyOption.REPLACE_EXISTING,
				StandardCopyOption.ATOMIC_MOVE);
	}

	@Override
	public void close() throws IOException {
		try (this.lockChannel) {
			Files.deleteIfExists(this.path.resolve(BOOTSTRAP_SERVERS_FILE));
			this.lock.release();
		}
		finally {
			HELD.remove(this.path);
		}
	}

}
