package org.faustspring.torture.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A process of a main class on this process's class path, which ends in order when its
 * standard input does. Any thread.
 */
public final class Jvm {

	private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

	static {
		// A process that sleeps does not see that its input has ended
		Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
	}

	private final Process process;

	private final Path log;

	private Jvm(Process process, Path log) {
		this.process = process;
		this.log = log;
		STARTED.add(process);
		process.onExit().thenAccept(STARTED::remove);
	}

	/**
	 * Start one.
	 * @param directory its working directory
	 * @param log where its output is appended
	 * @param options of the JVM
	 * @param main the main class
	 * @param args its arguments
	 * @return the process, started
	 * @throws IOException if it cannot be started
	 */
	public static Jvm start(Path directory, Path log, List<String> options, String main, List<String> args)
			throws IOException {
		Files.createDirectories(directory);
		Path temporary = Files.createDirectories(directory.resolve("tmp"));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// Small, and quick to start: there are many of them
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData",
				"-Djdk.attach.allowAttachSelf=true", "-Djava.io.tmpdir=" + temporary));
		command.addAll(options);
		command.addAll(List.of("-cp", classPath(), main));
		command.addAll(args);
		return new Jvm(new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start(), log);
	}

	private static String classPath() {
		String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		// Its working directory is another one
		return Arrays.stream(own.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Tell whether it lives.
	 * @return whether it does
	 */
	public boolean alive() {
		return this.process.isAlive();
	}

	/**
	 * Return how it ended.
	 * @return its exit code
	 */
	public int exitCode() {
		return this.process.exitValue();
	}

	/**
	 * Return where its output is.
	 * @return the file
	 */
	public Path log() {
		return this.log;
	}

	/**
	 * End it at once, as {@code kill -9} does.
	 */
	public void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Let it end in order.
	 * @param seconds how long it may take; it is killed then
	 * @return whether it ended by itself
	 */
	public boolean stop(long seconds) {
		try {
			this.process.getOutputStream().close();
		}
		catch (IOException ex) {
			// It has ended already
		}
		if (await(seconds)) {
			return true;
		}
		dumpThreads();
		await(2);
		kill();
		return false;
	}

	/**
	 * Wait for its end.
	 * @param seconds how long
	 * @return whether it has ended
	 */
	public boolean await(long seconds) {
		try {
			return this.process.waitFor(seconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Send it a signal.
	 * @param name such as {@code STOP}
	 */
	public void signal(String name) {
		signal(this.process.pid(), name);
	}

	private static void signal(long pid, String name) {
		try {
			int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
			if (code != 0) {
				throw new IllegalStateException("Signal %s to process %d failed".formatted(name, pid));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Have a thread dump written to its output.
	 */
	public void dumpThreads() {
		if (alive()) {
			signal("QUIT");
		}
	}

}
