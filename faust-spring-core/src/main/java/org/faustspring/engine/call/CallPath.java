package org.faustspring.engine.call;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that wait for the answer to a call, each for that of the next; travels in a
 * header of the request. Immutable.
 *
 * @param places the tasks, as {@link CallPlaces} names them, the first caller first
 */
record CallPath(List<String> places) {

	/** Name of the header. */
	static final String HEADER = "faust-call-path";

	private static final String SEPARATOR = " ";

	/**
	 * Read the path of the call that an event is, if it is one.
	 * @param headers the event's headers
	 * @return the path, empty if nobody is known to wait
	 */
	static CallPath of(Headers headers) {
		Header header = headers.lastHeader(HEADER);
		if (header == null || header.value() == null || !Replies.asked(headers)) {
			return new CallPath(List.of());
		}
		return new CallPath(Arrays.asList(new String(header.value(), StandardCharsets.UTF_8).split(SEPARATOR)));
	}

	CallPath plus(String place) {
		return new CallPath(Stream.concat(this.places.stream(), Stream.of(place)).toList());
	}

	boolean contains(@Nullable String place) {
		return place != null && this.places.contains(place);
	}

	void addTo(Headers headers) {
		headers.add(HEADER, String.join(SEPARATOR, this.places).getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return String.join(" -> ", this.places);
	}

}
