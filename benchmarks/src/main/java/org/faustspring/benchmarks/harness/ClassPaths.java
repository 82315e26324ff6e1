package org.faustspring.benchmarks.harness;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.faustspring.benchmarks.engine.EngineKind;

/**
 * Where the classes of an engine are: the usual class path, or one with the engine's own
 * libraries in place of the usual ones. Any thread.
 */
final class ClassPaths {

	private static final String CLASSES = "benchmarks-classes.jar";

	private ClassPaths() {
	}

	static String usual() {
		return System.getProperty("java.class.path");
	}

	static String of(EngineKind engine) {
		if (engine.ownLibraries().isEmpty()) {
			return usual();
		}
		Path home = home();
		Path own = home.resolve(engine.ownLibraries());
		Path classes = home.resolve(CLASSES);
		if (!Files.isDirectory(own) || !Files.exists(classes)) {
			throw new RunFailedException("Engine %s needs %s and %s: build with -Pbenchmarks and start the jar"
				.formatted(engine, own, classes));
		}
		List<String> path = new ArrayList<>(List.of(classes.toString()));
		path.addAll(jars(own).map(Path::toString).toList());
		path.addAll(jars(home.resolve("lib")).filter((jar) -> sharable(jar.getFileName().toString()))
			.map(Path::toString)
			.toList());
		return String.join(File.pathSeparator, path);
	}

	/** What neither is Kafka nor depends on a version of it. */
	static boolean sharable(String jar) {
		return Stream
			.of("jackson-", "slf4j-", "logback-", "lz4-", "at.yawk.lz4", "snappy-", "zstd-", "jspecify-", "micrometer-")
			.anyMatch(jar::startsWith);
	}

	private static Path home() {
		try {
			Path source = Path.of(ClassPaths.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return (source.getParent() != null) ? source.getParent() : Path.of(".");
		}
		catch (URISyntaxException ex) {
			throw new RunFailedException("It is not known where the jar is", ex);
		}
	}

	private static Stream<Path> jars(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(".jar")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new RunFailedException("The libraries in %s cannot be listed".formatted(directory), ex);
		}
	}

}
