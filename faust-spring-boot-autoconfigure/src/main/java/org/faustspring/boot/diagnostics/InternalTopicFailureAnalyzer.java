package org.faustspring.boot.diagnostics;

import org.faustspring.app.InternalTopicException;

/**
 * Tells how to repair an internal topic.
 */
class InternalTopicFailureAnalyzer extends StartupFailureAnalyzer<InternalTopicException> {

	@Override
	String action(InternalTopicException cause) {
		return ("Correct topic '%s' with Kafka's own tools. If its contents may be lost, delete it while no instance of the"
				+ " App runs: it is created anew at the next start. To leave it alone, give the App another 'faust.id'.")
			.formatted(cause.topic());
	}

}
