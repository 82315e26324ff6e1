package org.faustspring.table.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts other JVMs with the classpath of this test, to be killed.
 */
final class ChildJvm {

	private ChildJvm() {
	}

	static Process start(Path temporary, Class<?> main, String... args) throws IOException {
		return new ProcessBuilder(command(temporary, main, args)).redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	static List<String> command(Path temporary, Class<?> main, String... args) {
		String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		// A killed JVM leaves its copy of the native library behind: here, JUnit deletes
		// it.
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary, "-cp", classpath, main.getName()));
		command.addAll(List.of(args));
		return command;
	}

}
