package org.faustspring.boot.diagnostics;

import org.faustspring.boot.autoconfigure.MissingAppIdException;

/**
 * Tells how to name the App.
 */
class MissingAppIdFailureAnalyzer extends StartupFailureAnalyzer<MissingAppIdException> {

	@Override
	String action(MissingAppIdException cause) {
		return "Set 'faust.id', or 'spring.application.name' if the App may have the name of the application."
				+ " It names the consumer group and the internal topics, so it must stay the same from one run to the next.";
	}

}
