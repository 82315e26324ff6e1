package org.faustspring.docs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers of endpoints that the page on operations shows, after a line
 * {@code <!-- answer: /path -->}.
 */
public final class Answers {

	private Answers() {
	}

	/** The names of all fields that the page shows of the answer to a request. */
	public static Set<String> fieldsShown(String path) {
		List<String> lines = Pages.lines(Pages.page("operations.md"));
		int first = lines.indexOf("<!-- answer: %s -->".formatted(path)) + 2;
		List<String> rest = lines.subList(first, lines.size());
		return fields(String.join("\n", rest.subList(0, rest.indexOf("```"))));
	}

	/**
	 * The names of all fields of an answer, at any depth, but for those that name topic
	 * partitions and instances.
	 */
	public static Set<String> fields(String json) {
		Set<String> fields = new TreeSet<>();
		collect("", JsonMapper.shared().readTree(json), fields);
		return fields;
	}

	private static void collect(String path, JsonNode node, Set<String> fields) {
		node.properties().forEach((field) -> {
			String name = (path.endsWith(".lag") || path.endsWith(".owners")) ? "*" : field.getKey();
			fields.add(path + "." + name);
			collect(path + "." + name, field.getValue(), fields);
		});
		if (node.isArray()) {
			node.forEach((element) -> collect(path, element, fields));
		}
	}

}
