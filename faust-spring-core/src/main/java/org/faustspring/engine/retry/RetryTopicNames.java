package org.faustspring.engine.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.kafka.retrytopic.RetryTopicConstants;

/**
 * Names retry topics as Spring Kafka does: by the delay, or by a number where all delays
 * are the same. Any thread.
 */
public final class RetryTopicNames {

	/** Regular expression of how such names end. */
	public static final String ENDING = RetryTopicConstants.DEFAULT_RETRY_SUFFIX + "(?:-[0-9]+){1,2}";

	private RetryTopicNames() {
	}

	/**
	 * Return the names of a topic's retry topics.
	 * @param topic the topic
	 * @param delays the delays, in order
	 * @return a name a delay
	 */
	public static List<String> of(String topic, List<Duration> delays) {
		boolean same = delays.size() > 1 && delays.stream().distinct().count() == 1;
		List<String> names = new ArrayList<>();
		for (int i = 0; i < delays.size(); i++) {
			Duration delay = delays.get(i);
			StringBuilder name = new StringBuilder(topic).append(RetryTopicConstants.DEFAULT_RETRY_SUFFIX)
				.append('-')
				.append(same ? i : delay.toMillis());
			if (!same && delays.stream().filter(delay::equals).count() > 1) {
				name.append('-').append(i - delays.indexOf(delay));
			}
			names.add(name.toString());
		}
		return names;
	}

}
