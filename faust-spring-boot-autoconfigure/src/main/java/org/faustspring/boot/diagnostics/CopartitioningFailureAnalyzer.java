package org.faustspring.boot.diagnostics;

import java.util.TreeMap;
import java.util.stream.Collectors;

import org.faustspring.app.CopartitioningException;

/**
 * Tells how to get topics with the same number of partitions.
 */
class CopartitioningFailureAnalyzer extends StartupFailureAnalyzer<CopartitioningException> {

	@Override
	String description(CopartitioningException cause) {
		String topics = new TreeMap<>(cause.partitions()).entrySet()
			.stream()
			.map((topic) -> "%n    %s: %d".formatted(topic.getKey(), topic.getValue()))
			.collect(Collectors.joining());
		return "Topics have different numbers of partitions:%s%n%nbut %s.".formatted(topics, cause.reason());
	}

	@Override
	String action(CopartitioningException cause) {
		return "Create the topics with the same number of partitions. Where that cannot be, add 'groupBy' to the @Agent"
				+ " that reads the odd one, which sends its events through a topic of the right number of partitions,"
				+ " or let the agents use different tables.";
	}

}
