package org.faustspring.boot.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one real Kafka broker and its controller (KRaft) inside this JVM, reachable on
 * {@code localhost} only. With a given directory its data outlives restarts and crashes;
 * a temporary directory is deleted on close. Any thread may call it; {@link #start()} and
 * {@link #close()} exclude each other. A closed broker can be started again.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedKafkaBroker.class);

	private final @Nullable Path configuredDirectory;

	private final int configuredPort;

	private final Map<String, String> properties;

	private final IntUnaryOperator freePorts;

	private @Nullable RunningBroker running;

	private EmbeddedKafkaBroker(Builder builder) {
		this.configuredDirectory = builder.directory;
		this.configuredPort = builder.port;
		this.properties = Map.copyOf(builder.properties);
		this.freePorts = builder.freePorts;
	}

	/**
	 * A broker with a temporary directory, on a free port, not started yet.
	 * @return a new broker
	 */
	public static EmbeddedKafkaBroker temporary() {
		return builder().build();
	}

	/**
	 * A broker that keeps its data in a directory, on a free port, not started yet.
	 * @param directory the data directory; created if it does not exist
	 * @return a new broker
	 */
	public static EmbeddedKafkaBroker in(Path directory) {
		return builder().directory(directory).build();
	}

	/**
	 * A builder whose broker, unless told otherwise, has a temporary directory and a free
	 * port.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Start the broker and return when it serves requests. Does nothing if it runs.
	 * @return this broker
	 * @throws EmbeddedKafkaDirectoryLockedException if another broker uses the directory
	 * @throws EmbeddedKafkaPortInUseException if the fixed port is taken
	 * @throws EmbeddedKafkaException if the broker cannot be started for another reason
	 */
	public synchronized EmbeddedKafkaBroker start() {
		if (this.running == null) {
			long start = System.nanoTime();
			this.running = startIn(openDirectory());
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			logger.info("Embedded Kafka is up at {}, data in {} (started in {} s)", this.running.bootstrapServers(),
					this.running.directory().path(), String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0));
		}
		return this;
	}

	/**
	 * Stop the broker in order, so that all its data is on disk, and release the
	 * directory; a temporary one is deleted. Close clients first: they would keep trying
	 * to reconnect. Does nothing if the broker does not run.
	 */
	@Override
	public synchronized void close() {
		RunningBroker running = this.running;
		if (running != null) {
			this.running = null;
			try {
				running.stop();
			}
			finally {
				ExitGuard.release();
				release(running.directory());
			}
			logger.info("Embedded Kafka at {} is stopped", running.bootstrapServers());
		}
	}

	/**
	 * Whether the broker has been started and not closed.
	 * @return {@code true} between start and close
	 */
	public synchronized boolean isRunning() {
		return this.running != null;
	}

	/**
	 * Where clients connect.
	 * @return {@code localhost:port}
	 * @throws IllegalStateException if the broker does not run
	 */
	public String bootstrapServers() {
		return running().bootstrapServers();
	}

	/**
	 * The port clients connect to.
	 * @return a TCP port
	 * @throws IllegalStateException if the broker does not run
	 */
	public int port() {
		return running().port();
	}

	/**
	 * The directory that holds the broker's data.
	 * @return an absolute path
	 * @throws IllegalStateException if the broker does not run
	 */
	public Path directory() {
		return running().directory().path();
	}

	private synchronized RunningBroker running() {
		if (this.running == null) {
			throw new IllegalStateException("The embedded Kafka broker is not running: call start() first");
		}
		return this.running;
	}

	private DataDirectory openDirectory() {
		try {
			return DataDirectory.open((this.configuredDirectory != null) ? this.configuredDirectory
					: Files.createTempDirectory("faust-embedded-kafka-"));
		}
		catch (IOException ex) {
			throw new EmbeddedKafkaException("Embedded Kafka cannot create or write its data directory "
					+ ((this.configuredDirectory != null) ? this.configuredDirectory.toAbsolutePath()
							: "under " + System.getProperty("java.io.tmpdir"))
					+ ": " + ex + ". Check the path, its permissions and the free space.", ex);
		}
	}

	private RunningBroker startIn(DataDirectory directory) {
		ExitGuard.acquire();
		try {
			directory.formatIfNeeded(BrokerProperties.NODE_ID, BrokerProperties.CONTROLLER_LISTENER);
			RunningBroker started = RunningBroker.start(directory, this.configuredPort, this.freePorts,
					this.properties);
			ExitGuard.started();
			return started;
		}
		catch (Throwable ex) {
			ExitGuard.release();
			release(directory);
			throw (ex instanceof EmbeddedKafkaException known) ? known
					: new EmbeddedKafkaException("Embedded Kafka did not start in " + directory.path() + ": "
							+ rootOf(ex) + ". The broker's own log lines (loggers 'kafka' and 'org.apache.kafka') "
							+ "say more; a data directory that is not needed any more can be deleted.", ex);
		}
	}

	private void release(DataDirectory directory) {
		try {
			directory.close();
			if (this.configuredDirectory == null) {
				DirectoryTree.delete(directory.path());
			}
		}
		catch (IOException | UncheckedIOException ex) {
			logger.warn("Embedded Kafka could not clean up its directory {}; it can be deleted by hand: {}",
					directory.path(), ex.toString());
		}
	}

	private static Throwable rootOf(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root;
	}

	/**
	 * Collects what is special about a broker. Not for use by several threads.
	 */
	public static final class Builder {

		private @Nullable Path directory;

		private int port;

		private final Map<String, String> properties = new LinkedHashMap<>();

		private IntUnaryOperator freePorts = LocalPorts::free;

		private Builder() {
		}

		/**
		 * Keep the data in a directory. It is formatted by the first start and used again
		 * by later ones.
		 * @param directory the data directory; created if it does not exist
		 * @return this builder
		 */
		public Builder directory(Path directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Keep the data in a temporary directory that is deleted on close; this is the
		 * default.
		 * @return this builder
		 */
		public Builder temporaryDirectory() {
			this.directory = null;
			return this;
		}

		/**
		 * Set the port.
		 * @param port a TCP port, or 0 (the default) for a free one at every start
		 * @return this builder
		 */
		public Builder port(int port) {
			if (port < 0 || port > 65535) {
				throw new IllegalArgumentException("'port' must be between 0 and 65535, but is " + port);
			}
			this.port = port;
			return this;
		}

		/**
		 * Set a broker property, such as {@code auto.create.topics.enable}.
		 * @param name the name of the property, as Kafka spells it
		 * @param value its value
		 * @return this builder
		 */
		public Builder property(String name, String value) {
			return properties(Map.of(name, value));
		}

		/**
		 * Add broker properties.
		 * @param properties names, as Kafka spells them, and values
		 * @return this builder
		 * @throws IllegalArgumentException for a property that the broker derives from
		 * its port and directory
		 */
		public Builder properties(Map<String, String> properties) {
			BrokerProperties.verifyExtra(properties);
			this.properties.putAll(properties);
			return this;
		}

		Builder freePorts(IntUnaryOperator freePorts) {
			this.freePorts = freePorts;
			return this;
		}

		/**
		 * Create the broker; it is not started yet.
		 * @return a new broker
		 */
		public EmbeddedKafkaBroker build() {
			return new EmbeddedKafkaBroker(this);
		}

	}

}
