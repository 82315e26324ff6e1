package org.faustspring.boot.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

/**
 * Another JVM with the class path of this one; its output goes to a file.
 */
final class ForkedJvm implements AutoCloseable {

	private final Process process;

	private final Path output;

	ForkedJvm(Path output, Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName()));
		command.addAll(List.of(arguments));
		this.output = output;
		this.process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.directory(new File(System.getProperty("user.dir")))
			.start();
	}

	void awaitOutput(String text) {
		Awaitility.await("'" + text + "' in " + this.output).atMost(Duration.ofSeconds(60)).until(() -> {
			if (!this.process.isAlive() && !output().contains(text)) {
				throw new IllegalStateException("The JVM ended early:\n" + output());
			}
			return output().contains(text);
		});
	}

	String output() throws IOException {
		return Files.readString(this.output);
	}

	Process process() {
		return this.process;
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

}
