package org.faustspring.engine.handler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringUtils;

/**
 * Resolves the attributes of an agent's annotations: placeholders, then bean expressions,
 * then the attribute's type. Used at start, by one thread.
 */
final class AttributeResolver {

	private final ConfigurableBeanFactory beanFactory;

	private final AgentMethod method;

	AttributeResolver(ConfigurableBeanFactory beanFactory, AgentMethod method) {
		this.beanFactory = beanFactory;
		this.method = method;
	}

	/**
	 * Resolve placeholders only.
	 */
	String placeholders(String attribute, String text) {
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(text);
			return (resolved != null) ? resolved.trim() : "";
		}
		catch (IllegalArgumentException ex) {
			throw this.method.invalid("%s = \"%s\" does not resolve: %s".formatted(attribute, text, ex.getMessage()),
					"Set the property, or give a default as in ${name:default}.", ex);
		}
	}

	/**
	 * Resolve placeholders and bean expressions to a text.
	 */
	String text(String attribute, String text) {
		Object value = value(attribute, text);
		return (value != null) ? value.toString().trim() : "";
	}

	/**
	 * Resolve to names: of each element a comma-separated text, a collection or an array.
	 */
	Set<String> names(String attribute, String[] elements) {
		Set<String> names = new LinkedHashSet<>();
		for (String element : elements) {
			List<String> found = new ArrayList<>();
			collect(value(attribute, element), found);
			if (found.isEmpty()) {
				throw this.method.invalid("an element of %s, \"%s\", is empty".formatted(attribute, element),
						"Remove it, or give it a name.");
			}
			names.addAll(found);
		}
		return names;
	}

	int number(String attribute, String text, int least) {
		String resolved = text(attribute, text);
		try {
			return atLeast(attribute, Integer.parseInt(resolved), least);
		}
		catch (NumberFormatException ex) {
			throw this.method.invalid("%s = \"%s\" is not a whole number".formatted(attribute, resolved),
					"Give a whole number of at least %d.".formatted(least), ex);
		}
	}

	int atLeast(String attribute, int number, int least) {
		if (number < least) {
			throw this.method.invalid("%s = %d is too small".formatted(attribute, number),
					"Give a whole number of at least %d.".formatted(least));
		}
		return number;
	}

	boolean flag(String attribute, String text, boolean otherwise) {
		String resolved = text(attribute, text).toLowerCase(Locale.ROOT);
		if (resolved.isEmpty()) {
			return otherwise;
		}
		if (!resolved.equals("true") && !resolved.equals("false")) {
			throw this.method.invalid("%s = \"%s\" is neither true nor false".formatted(attribute, resolved),
					"Write true or false.");
		}
		return resolved.equals("true");
	}

	Duration duration(String attribute, String text) {
		String resolved = text(attribute, text);
		Duration duration;
		try {
			duration = DurationFormatterUtils.detectAndParse(resolved);
		}
		catch (IllegalArgumentException ex) {
			throw this.method.invalid("%s = \"%s\" is not a duration".formatted(attribute, resolved),
					"Write a number and a unit, such as 500ms or 5s, or ISO-8601, such as PT5S.", ex);
		}
		if (duration.isZero() || duration.isNegative()) {
			throw this.method.invalid("%s = \"%s\" is not longer than nothing".formatted(attribute, resolved),
					"Give a positive duration, such as 5s.");
		}
		return duration;
	}

	<E extends Enum<E>> E choice(String attribute, String text, Class<E> type, E otherwise) {
		return choice(attribute, text, type, otherwise, null);
	}

	/**
	 * Resolve to a constant.
	 * @param beans the type of beans that could be named instead, for the error
	 */
	<E extends Enum<E>> E choice(String attribute, String text, Class<E> type, E otherwise, @Nullable Class<?> beans) {
		String resolved = text(attribute, text);
		if (resolved.isEmpty()) {
			return otherwise;
		}
		String wanted = resolved.replace('-', '_').toUpperCase(Locale.ROOT);
		for (E constant : type.getEnumConstants()) {
			if (constant.name().equals(wanted)) {
				return constant;
			}
		}
		List<String> allowed = Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
		throw this.method.invalid("%s = \"%s\" is not known".formatted(attribute, resolved),
				"Use one of: %s%s.".formatted(String.join(", ", allowed),
						(beans != null) ? ", or the name of a bean of type " + beans.getName() : ""));
	}

	private @Nullable Object value(String attribute, String text) {
		String resolved = placeholders(attribute, text);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (expressions == null || !resolved.contains("#{")) {
			return resolved;
		}
		try {
			return expressions.evaluate(resolved, new BeanExpressionContext(this.beanFactory, null));
		}
		catch (RuntimeException ex) {
			throw this.method.invalid(
					"%s = \"%s\" cannot be evaluated: %s".formatted(attribute, resolved, rootMessage(ex)),
					"Correct the expression.", ex);
		}
	}

	private static void collect(@Nullable Object value, List<String> names) {
		if (value instanceof Collection<?> collection) {
			collection.forEach((element) -> collect(element, names));
		}
		else if (value instanceof Object[] array) {
			Arrays.asList(array).forEach((element) -> collect(element, names));
		}
		else if (value != null) {
			for (String name : StringUtils.tokenizeToStringArray(value.toString(), ",")) {
				names.add(name);
			}
		}
	}

	static @Nullable String rootMessage(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return root.getMessage();
	}

}
