package org.faustspring.boot.diagnostics;

import org.faustspring.app.InvalidTimerException;

import org.springframework.util.StringUtils;

/**
 * Tells how to write a timer.
 */
class InvalidTimerFailureAnalyzer extends StartupFailureAnalyzer<InvalidTimerException> {

	@Override
	String action(InvalidTimerException cause) {
		return "%s.".formatted(StringUtils.trimTrailingCharacter(cause.remedy(), '.'));
	}

}
