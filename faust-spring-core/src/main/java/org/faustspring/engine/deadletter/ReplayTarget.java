package org.faustspring.engine.deadletter;

import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Whom a record is for that was sent back from a dead-letter topic; travels in a header.
 * Immutable.
 *
 * @param group the consumer group: the App's id
 * @param agent the agent's name
 */
public record ReplayTarget(String group, String agent) {

	private static final String HEADER = "faust-replay-for";

	/**
	 * Read the target of a record.
	 * @param headers its headers
	 * @return the target, or {@code null} if the record is for everybody
	 */
	public static @Nullable ReplayTarget read(Headers headers) {
		Header header = headers.lastHeader(HEADER);
		if (header == null || header.value() == null) {
			return null;
		}
		String text = new String(header.value(), StandardCharsets.UTF_8);
		int end = text.indexOf('/');
		return (end < 0) ? null : new ReplayTarget(text.substring(0, end), text.substring(end + 1));
	}

	void write(Headers headers) {
		headers.add(HEADER, (this.group + "/" + this.agent).getBytes(StandardCharsets.UTF_8));
	}

}
