package org.faustspring.boot.diagnostics;

import org.faustspring.app.TopicMissingException;

/**
 * Tells how to get a topic.
 */
class TopicMissingFailureAnalyzer extends StartupFailureAnalyzer<TopicMissingException> {

	@Override
	String action(TopicMissingException cause) {
		return ("Create topic '%s' with the number of partitions it needs, correct its name where it is used,"
				+ " or set 'faust.topics.create=true' to have it created with 'faust.topics.partitions' partitions.")
			.formatted(cause.topic());
	}

}
