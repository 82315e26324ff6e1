package org.faustspring.boot.diagnostics;

import java.util.stream.Collectors;

import org.faustspring.boot.autoconfigure.UnknownPropertyException;

/**
 * Tells which property was probably meant.
 */
class UnknownPropertyFailureAnalyzer extends StartupFailureAnalyzer<UnknownPropertyException> {

	@Override
	String description(UnknownPropertyException cause) {
		return cause.properties()
			.stream()
			.map((property) -> "    %s (%s)".formatted(property.name(),
					(property.origin() != null) ? property.origin() : "origin unknown"))
			.collect(Collectors.joining("%n".formatted(), "There is no such property under 'faust.':%n%n".formatted(),
					""));
	}

	@Override
	String action(UnknownPropertyException cause) {
		return cause.properties()
			.stream()
			.map((property) -> "Did you mean '%s' in place of '%s'?".formatted(property.closest(), property.name()))
			.collect(Collectors.joining("%n".formatted(), "", "%nIf not, remove the property.".formatted()));
	}

}
