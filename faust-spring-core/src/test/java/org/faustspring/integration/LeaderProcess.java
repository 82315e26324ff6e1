package org.faustspring.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.faustspring.annotation.Every;
import org.faustspring.fixture.TestApp;

/**
 * An instance with a timer of the leader, in a JVM of its own, to be put to sleep or
 * killed.
 */
final class LeaderProcess implements AutoCloseable {

	private final Process process;

	private final Path calls;

	private LeaderProcess(Process process, Path calls) {
		this.process = process;
		this.calls = calls;
	}

	static LeaderProcess start(String id, String servers, Path state) throws IOException {
		Path calls = Files.createFile(state.resolve("calls"));
		String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + state, "-cp", classpath,
						LeaderProcess.class.getName(), id, servers, state.toString(), calls.toString()));
		return new LeaderProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("process.log").toFile()))
			.start(), calls);
	}

	/** How often its timer was called so far. */
	long calls() throws IOException {
		return Files.size(this.calls);
	}

	void sleep() throws Exception {
		signal("STOP");
	}

	void wake() throws Exception {
		signal("CONT");
	}

	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	private void signal(String name) throws Exception {
		new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
	}

	@Override
	public void close() throws Exception {
		this.process.getOutputStream().close();
		if (!this.process.waitFor(20, TimeUnit.SECONDS)) {
			kill();
		}
	}

	/**
	 * The process: runs until its input ends.
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("calls", args[3]);
		try (TestApp app = TestApp.builder(args[0])
			.bootstrapServers(args[1])
			.state(Path.of(args[2]))
			.consumer("session.timeout.ms", "2500")
			.consumer("heartbeat.interval.ms", "500")
			.beans(Calls.class)
			.start()) {
			while (System.in.read() >= 0) {
				app.app();
			}
		}
	}

	static class Calls {

		private final Path file = Path.of(System.getProperty("calls"));

		@Every(value = "100ms", onLeader = true, name = "tick")
		void tick() throws IOException {
			Files.write(this.file, new byte[1], StandardOpenOption.APPEND);
		}

	}

}
