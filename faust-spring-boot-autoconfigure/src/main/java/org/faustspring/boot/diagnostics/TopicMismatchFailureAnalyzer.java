package org.faustspring.boot.diagnostics;

import org.faustspring.app.TopicMismatchException;

/**
 * Tells how to make a topic and its declaration agree.
 */
class TopicMismatchFailureAnalyzer extends StartupFailureAnalyzer<TopicMismatchException> {

	@Override
	String action(TopicMismatchException cause) {
		return "%s. What is not declared is not checked.".formatted(cause.remedy());
	}

}
