package org.faustspring.boot.diagnostics;

import org.faustspring.app.InvalidAgentRefException;

/**
 * Tells which agents there are, and what they take.
 */
class InvalidAgentRefFailureAnalyzer extends StartupFailureAnalyzer<InvalidAgentRefException> {

	@Override
	String action(InvalidAgentRefException cause) {
		return cause.remedy();
	}

}
