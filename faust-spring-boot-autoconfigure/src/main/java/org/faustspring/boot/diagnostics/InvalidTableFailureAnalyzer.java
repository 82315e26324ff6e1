package org.faustspring.boot.diagnostics;

import org.faustspring.app.InvalidTableException;

import org.springframework.util.StringUtils;

/**
 * Tells how to declare a table.
 */
class InvalidTableFailureAnalyzer extends StartupFailureAnalyzer<InvalidTableException> {

	@Override
	String action(InvalidTableException cause) {
		return "%s.".formatted(StringUtils.trimTrailingCharacter(cause.remedy(), '.'));
	}

}
