package org.faustspring.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.faustspring.annotation.Agent;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.TestApp;

/**
 * An App that answers slowly, in a JVM of its own, to be killed.
 */
final class AnsweringProcess implements AutoCloseable {

	private final Process process;

	private AnsweringProcess(Process process) {
		this.process = process;
	}

	static AnsweringProcess start(String id, ProcessingGuarantee guarantee, Path state, String servers, String topic)
			throws IOException {
		String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + state, "-cp", classpath,
						AnsweringProcess.class.getName(), id, guarantee.name(), state.toString(), servers, topic));
		return new AnsweringProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("process.log").toFile()))
			.start());
	}

	static TestApp.Builder builder(String id, ProcessingGuarantee guarantee, Path state, String servers, String topic) {
		return TestApp.builder(id)
			.guarantee(guarantee)
			.state(state)
			.bootstrapServers(servers)
			.commitInterval(Duration.ofMillis(100))
			.callTimeout(Duration.ofSeconds(60))
			.consumer("session.timeout.ms", "2500")
			.consumer("heartbeat.interval.ms", "500")
			.property("questions", topic)
			.beans(Answering.class);
	}

	/** End it as {@code kill -9} does. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** Stop it cleanly. */
	@Override
	public void close() throws Exception {
		this.process.getOutputStream().close();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			kill();
		}
	}

	/**
	 * Run until there is no more input.
	 * @param args id, guarantee, state directory, broker and topic
	 * @throws IOException if there is no input
	 */
	public static void main(String[] args) throws IOException {
		try (TestApp app = builder(args[0], ProcessingGuarantee.valueOf(args[1]), Path.of(args[2]), args[3], args[4])
			.start()) {
			while (System.in.read() >= 0) {
				// Nothing is said; only the end counts.
			}
		}
	}

	static class Answering {

		@Agent(topics = "${questions}", concurrency = 2)
		int twice(int number) {
			// Long enough to be killed meanwhile.
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
			return 2 * number;
		}

	}

}
