package org.faustspring.torture.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process holds.
 *
 * @param threads number of threads
 * @param files number of open file handles
 * @param residentBytes memory it occupies
 * @param upMillis how long it runs
 */
public record ProcessFigures(int threads, int files, long residentBytes, long upMillis) {

	static ProcessFigures now() {
		return new ProcessFigures(Thread.getAllStackTraces().size(), openFiles(), residentNow(),
				java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime());
	}

	private static int openFiles() {
		File[] files = new File("/proc/self/fd").listFiles();
		return (files != null) ? files.length : 0;
	}

	private static long residentNow() {
		Path status = Path.of("/proc/self/status");
		if (!Files.exists(status)) {
			return 0;
		}
		try {
			List<String> lines = Files.readAllLines(status);
			return lines.stream()
				.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
				.sum();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
