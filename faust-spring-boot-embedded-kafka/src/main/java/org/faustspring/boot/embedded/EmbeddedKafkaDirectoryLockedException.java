package org.faustspring.boot.embedded;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the data directory of an {@link EmbeddedKafkaBroker} is in use by another
 * broker, of this process or of another one.
 */
public final class EmbeddedKafkaDirectoryLockedException extends EmbeddedKafkaException {

	private final Path directory;

	private final @Nullable String bootstrapServers;

	/**
	 * Creates an exception.
	 * @param directory the data directory
	 * @param sameProcess whether this very JVM holds the directory
	 * @param bootstrapServers where the broker that holds the directory listens, or
	 * {@code null} if it is not known (yet)
	 */
	public EmbeddedKafkaDirectoryLockedException(Path directory, boolean sameProcess,
			@Nullable String bootstrapServers) {
		super(message(directory, sameProcess, bootstrapServers), null);
		this.directory = directory;
		this.bootstrapServers = bootstrapServers;
	}

	private static String message(Path directory, boolean sameProcess, @Nullable String bootstrapServers) {
		return "Embedded Kafka cannot use the data directory " + directory + ": it is locked by "
				+ ((sameProcess) ? "another embedded broker of this process" : "another process")
				+ ((bootstrapServers != null) ? ", whose broker is at " + bootstrapServers + ". Connect to that broker"
						: ". Stop that process")
				+ " or choose another directory.";
	}

	/**
	 * The data directory that is locked.
	 * @return an absolute path
	 */
	public Path getDirectory() {
		return this.directory;
	}

	/**
	 * Where the broker that holds the directory listens.
	 * @return {@code host:port}, or {@code null} if it is not known
	 */
	public @Nullable String getBootstrapServers() {
		return this.bootstrapServers;
	}

}
