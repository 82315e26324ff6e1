package org.faustspring.boot.diagnostics;

import org.faustspring.app.InvalidTopicException;

/**
 * Tells how to declare a topic.
 */
class InvalidTopicFailureAnalyzer extends StartupFailureAnalyzer<InvalidTopicException> {

	@Override
	String action(InvalidTopicException cause) {
		return "%s.".formatted(cause.remedy());
	}

}
