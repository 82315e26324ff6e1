package org.faustspring.torture.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks for what a closed App has left: threads of its own or of Kafka's clients, and
 * files of the state directory.
 */
final class Leaks {

	/** What a line that tells of a leak begins with. */
	static final String LEAK = "LEAK: ";

	private static final long GRACE_MILLIS = 3000;

	private Leaks() {
	}

	static void report() {
		long until = System.currentTimeMillis() + GRACE_MILLIS;
		List<String> found = find();
		while (!found.isEmpty() && System.currentTimeMillis() < until) {
			Thread.onSpinWait();
			found = find();
		}
		found.forEach((leak) -> System.out.println(LEAK + leak));
	}

	private static List<String> find() {
		List<String> found = new ArrayList<>();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			String name = thread.getName();
			if (name.contains("faust") || name.contains("kafka") || name.contains(TortureTopics.APP + "-")
					|| Arrays.stream(stack).anyMatch((frame) -> frame.getClassName().contains("faustspring.engine"))) {
				found.add("thread '%s'".formatted(name));
			}
		});
		Path state = Path.of("state").toAbsolutePath();
		try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
			handles.forEach((handle) -> {
				try {
					Path file = Files.readSymbolicLink(handle);
					if (file.startsWith(state)) {
						found.add("file " + file);
					}
				}
				catch (IOException ex) {
					// Closed meanwhile
				}
			});
		}
		catch (IOException ex) {
			// Not a system that tells
		}
		return found;
	}

}
