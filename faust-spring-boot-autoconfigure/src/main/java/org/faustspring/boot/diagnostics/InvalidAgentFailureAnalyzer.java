package org.faustspring.boot.diagnostics;

import org.faustspring.app.InvalidAgentException;

import org.springframework.util.StringUtils;

/**
 * Tells how to write an agent.
 */
class InvalidAgentFailureAnalyzer extends StartupFailureAnalyzer<InvalidAgentException> {

	@Override
	String action(InvalidAgentException cause) {
		return "%s.".formatted(StringUtils.trimTrailingCharacter(cause.remedy(), '.'));
	}

}
