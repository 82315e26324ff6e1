package org.faustspring.engine.handler;

import java.util.regex.Pattern;

/**
 * Checks names that become, or become part of, names of topics. Any thread.
 */
final class TopicNames {

	private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,249}");

	private TopicNames() {
	}

	static String check(AgentMethod method, String attribute, String name) {
		if (!allowed(name)) {
			throw method.invalid("%s = \"%s\" is not a name that Kafka allows".formatted(attribute, name),
					(name.contains("${")) ? "Set the property: the placeholder was not resolved."
							: "Use up to 249 letters, digits, '.', '_' and '-'.");
		}
		return name;
	}

	static boolean allowed(String name) {
		return ALLOWED.matcher(name).matches() && !name.equals(".") && !name.equals("..");
	}

}
