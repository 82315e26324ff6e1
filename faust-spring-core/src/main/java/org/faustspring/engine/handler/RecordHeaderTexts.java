package org.faustspring.engine.handler;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.kafka.common.header.Headers;
import org.faustspring.stream.Event;

/**
 * Headers that a sink adds to each record. Any thread.
 *
 * @param texts what to evaluate, by name
 */
record RecordHeaderTexts(Map<String, TextTemplate> texts) {

	/**
	 * Add the headers: bytes as they are, anything else as text, nothing for
	 * {@code null}.
	 */
	void addTo(Headers headers, Object result, Event<?> event) {
		if (this.texts.isEmpty()) {
			return;
		}
		this.texts.forEach((name, text) -> {
			Object value = text.evaluate(result, result, event);
			if (value instanceof byte[] bytes) {
				headers.add(name, bytes);
			}
			else if (value != null) {
				headers.add(name, value.toString().getBytes(StandardCharsets.UTF_8));
			}
		});
	}

}
