package org.faustspring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The project's pages and sources, as files.
 */
final class Pages {

	private static final Path ROOT = root();

	private Pages() {
	}

	/** The module's directory, in which the build runs tests, or one above it. */
	private static Path root() {
		return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
			.filter((directory) -> Files.isDirectory(directory.resolve("faust-spring-core")))
			.findFirst()
			.orElseThrow();
	}

	/** README, change log and everything in docs/, recipes included. */
	static List<Path> all() {
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md")));
		try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
			files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return pages;
	}

	static Path page(String name) {
		return ROOT.resolve("docs").resolve(name);
	}

	/** A file with snippets: a recipe's, or one beside this class. */
	static Path snippets(String file) {
		String directory = (file.startsWith("recipes/")) ? "samples/recipes/src/main/java/org/faustspring/samples"
				: "faust-spring-boot-autoconfigure/src/test/java/org/faustspring/docs";
		return ROOT.resolve(directory).resolve(file);
	}

	/** Sources of all tests. */
	static List<Path> tests() {
		try (Stream<Path> files = Files.find(ROOT, 20, (file, attributes) -> file.toString().endsWith("Tests.java")
				|| file.toString().endsWith("Properties.java"))) {
			return files.filter((file) -> file.toString().contains("src/test/java")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String name(Path file) {
		return ROOT.relativize(file).toString();
	}

	/** The lines between two lines of a page. */
	static List<String> between(Path page, String begin, String end) {
		List<String> lines = lines(page);
		int first = lines.indexOf(begin);
		int last = lines.indexOf(end);
		if (first < 0 || last < first) {
			throw new IllegalStateException("%s has no lines '%s' and '%s'".formatted(name(page), begin, end));
		}
		return lines.subList(first + 1, last);
	}

}
