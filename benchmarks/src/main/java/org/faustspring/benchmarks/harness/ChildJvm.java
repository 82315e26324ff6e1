package org.faustspring.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A JVM that does one thing, says so on its standard output, and ends when its standard
 * input does. One thread.
 */
final class ChildJvm implements AutoCloseable {

	private static final Duration GRACE = Duration.ofSeconds(40);

	private final Process process;

	private final Path log;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private ChildJvm(Process process, Path log) {
		this.process = process;
		this.log = log;
		Thread reader = new Thread(this::read, "output of " + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a JVM like this one.
	 * @param options its options
	 * @param classPath its class path
	 * @param main its main class
	 * @param argument the argument of its main class
	 * @param log where its standard error goes
	 * @return the JVM
	 * @throws IOException if it cannot be started
	 */
	static ChildJvm start(List<String> options, String classPath, Class<?> main, String argument, Path log)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, main.getName(), argument));
		Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
		return new ChildJvm(process, log);
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.lines.add(line);
			}
		}
		catch (IOException ex) {
			this.lines.add("The output cannot be read: " + ex);
		}
	}

	/**
	 * Wait for a line.
	 * @param signal its first word
	 * @param timeout how long to wait
	 * @return the other words
	 * @throws InterruptedException if interrupted
	 */
	String[] await(String signal, Duration timeout) throws InterruptedException {
		long end = System.nanoTime() + timeout.toNanos();
		while (System.nanoTime() - end < 0) {
			String line = this.lines.poll(50, TimeUnit.MILLISECONDS);
			if (line != null && line.startsWith(signal + " ")) {
				return line.substring(signal.length() + 1).split(" ");
			}
			if (line == null) {
				verifyAlive();
			}
		}
		throw new RunFailedException("It did not say '%s' within %s. %s".formatted(signal, timeout, tail()));
	}

	/**
	 * Fail if the JVM has ended.
	 */
	void verifyAlive() {
		if (!this.process.isAlive()) {
			throw new RunFailedException(
					"The process ended by itself, with exit code %d. %s".formatted(this.process.exitValue(), tail()));
		}
	}

	String tail() {
		try {
			List<String> all = Files.readAllLines(this.log);
			return "The end of %s:%n%s".formatted(this.log,
					String.join(System.lineSeparator(), all.subList(Math.max(0, all.size() - 15), all.size())));
		}
		catch (IOException ex) {
			return "Its log %s cannot be read: %s".formatted(this.log, ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Return the processor time it has used.
	 * @return nanoseconds, 0 if the system does not tell
	 */
	long cpuNanos() {
		return this.process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
	}

	/**
	 * Return the most memory it has had.
	 * @return megabytes of resident memory, 0 if the system does not tell
	 */
	long peakMegabytes() {
		return statusMegabytes("VmHWM:");
	}

	/**
	 * Return the memory it has now.
	 * @return megabytes of resident memory, 0 if the system does not tell
	 */
	long residentMegabytes() {
		return statusMegabytes("VmRSS:");
	}

	private long statusMegabytes(String name) {
		Path status = Path.of("/proc", String.valueOf(this.process.pid()), "status");
		if (!Files.isReadable(status)) {
			return 0;
		}
		try {
			String line = find(Files.readAllLines(status), name);
			return (line != null) ? Long.parseLong(line.replaceAll("\\D", "")) / 1024 : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static @Nullable String find(List<String> lines, String start) {
		return lines.stream().filter((line) -> line.startsWith(start)).findFirst().orElse(null);
	}

	/** End it as {@code kill -9} does. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (!this.process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
