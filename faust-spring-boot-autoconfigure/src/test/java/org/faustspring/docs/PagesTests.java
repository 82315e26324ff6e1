package org.faustspring.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests that what pages show and name is there. A block of Java code follows a line
 * {@code <!-- snippet: File.java#name -->}, and is the region between
 * {@code // tag::name[]} and {@code // end::name[]} of that file.
 */
class PagesTests {

	private static final Pattern SNIPPET = Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->");

	private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

	private static final Pattern TEST = Pattern.compile("`(\\w+(?:Tests|Properties))#(\\w+)`");

	static List<Path> pages() {
		return Pages.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void codeIsThatOfATest(Path page) {
		List<String> lines = Pages.lines(page);
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).equals("```java")) {
				Matcher snippet = SNIPPET.matcher((i > 0) ? lines.get(i - 1) : "");
				assertThat(snippet.matches()).as("%s, line %d names its snippet", Pages.name(page), i).isTrue();
				int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
				assertThat(String.join("\n", lines.subList(i + 1, end))).as("%s, line %d", Pages.name(page), i + 1)
					.isEqualTo(region(snippet.group(1), snippet.group(2)));
			}
		}
	}

	private static String region(String file, String name) {
		List<String> lines = Pages.lines(Pages.snippets(file));
		List<String> region = new ArrayList<>();
		boolean inside = false;
		for (String line : lines) {
			if (line.strip().equals("// end::%s[]".formatted(name))) {
				int indent = region.stream()
					.filter((candidate) -> !candidate.isBlank())
					.mapToInt((candidate) -> candidate.length() - candidate.stripLeading().length())
					.min()
					.orElse(0);
				return region.stream()
					.map((candidate) -> candidate.isBlank() ? "" : candidate.substring(indent))
					.collect(Collectors.joining("\n"));
			}
			if (inside) {
				region.add(line);
			}
			inside |= line.strip().equals("// tag::%s[]".formatted(name));
		}
		return fail("%s has no region '%s'", file, name);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadToFiles(Path page) {
		for (MatchResult link : matches(LINK, page)) {
			assertThat(Files.exists(page.resolveSibling(link.group(1))))
				.as("%s links to %s", Pages.name(page), link.group(1))
				.isTrue();
		}
	}

	@Test
	void testsThatAreNamedExist() {
		List<Path> tests = Pages.tests();
		for (Path page : Pages.all()) {
			for (MatchResult test : matches(TEST, page)) {
				assertThat(tests).as("%s names %s", Pages.name(page), test.group())
					.anyMatch((file) -> file.getFileName().toString().equals(test.group(1) + ".java")
							&& String.join("\n", Pages.lines(file)).contains(" %s(".formatted(test.group(2))));
			}
		}
	}

	private static List<MatchResult> matches(Pattern pattern, Path page) {
		return pattern.matcher(String.join("\n", Pages.lines(page))).results().toList();
	}

}
