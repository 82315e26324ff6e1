package org.faustspring.boot.actuate.endpoint;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

import org.faustspring.deadletter.DeadLetter;
import org.faustspring.deadletter.DeadLetterFilter;
import org.faustspring.deadletter.DeadLetterPage;
import org.faustspring.deadletter.DeadLetterReplay;
import org.faustspring.deadletter.ReplayResult;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows dead letters, without their values, and sends
 * them back to where they came from. Any thread.
 */
@Endpoint(id = "faustdeadletters")
public class FaustDeadLettersEndpoint {

	private static final int DEFAULT_LIMIT = 20;

	private static final int MOST = 1000;

	private final DeadLetterReplay deadLetters;

	/**
	 * Create the endpoint.
	 * @param deadLetters reads dead-letter topics and sends back
	 */
	public FaustDeadLettersEndpoint(DeadLetterReplay deadLetters) {
		this.deadLetters = deadLetters;
	}

	/**
	 * Return the dead-letter topics of the cluster.
	 * @return names, in order
	 */
	@ReadOperation
	public TopicsDescriptor topics() {
		return new TopicsDescriptor(this.deadLetters.topics());
	}

	/**
	 * Return a page of dead letters.
	 * @param topic the dead-letter topic
	 * @param agent of which agent, {@code null} for all
	 * @param group of which consumer group, {@code null} for all
	 * @param exception class name of what was thrown, {@code null} for all
	 * @param originalTopic from which topic, {@code null} for all
	 * @param after earliest time they were sent there, in ISO-8601
	 * @param before time until which they were sent there, in ISO-8601
	 * @param key of which key, {@code null} for all
	 * @param limit how many at most, {@code null} for 20
	 * @param from where to begin, {@code null} for the beginning
	 * @return the page
	 */
	@ReadOperation
	public PageDescriptor letters(@Selector String topic, @Nullable String agent, @Nullable String group,
			@Nullable String exception, @Nullable String originalTopic, @Nullable String after, @Nullable String before,
			@Nullable String key, @Nullable Integer limit, @Nullable String from) {
		DeadLetterFilter filter = filter(agent, group, exception, originalTopic, after, before, key);
		int most = (limit != null) ? limit : DEFAULT_LIMIT;
		if (most < 1 || most > MOST) {
			throw invalid("'limit' is %d; use 1 to %d".formatted(most, MOST));
		}
		try {
			DeadLetterPage page = this.deadLetters.page(topic, filter, most, from);
			return new PageDescriptor(page.topic(), page.letters(), page.next());
		}
		catch (IllegalArgumentException ex) {
			throw invalid(ex.getMessage());
		}
	}

	/**
	 * Send dead letters back to where they came from, each once.
	 * @param topic the dead-letter topic
	 * @param agent of which agent, {@code null} for all
	 * @param group of which consumer group, {@code null} for all
	 * @param exception class name of what was thrown, {@code null} for all
	 * @param originalTopic from which topic, {@code null} for all
	 * @param after earliest time they were sent there, in ISO-8601
	 * @param before time until which they were sent there, in ISO-8601
	 * @param key of which key, {@code null} for all
	 * @return what was done
	 */
	@WriteOperation
	public ReplayDescriptor replay(@Selector String topic, @Nullable String agent, @Nullable String group,
			@Nullable String exception, @Nullable String originalTopic, @Nullable String after, @Nullable String before,
			@Nullable String key) {
		DeadLetterFilter filter = filter(agent, group, exception, originalTopic, after, before, key);
		try {
			ReplayResult result = this.deadLetters.replay(topic, filter);
			return new ReplayDescriptor(result.topic(), result.replayed(), result.alreadyReplayed(),
					result.filteredOut(), result.undeliverable(), result.incomplete());
		}
		catch (IllegalArgumentException ex) {
			throw invalid(ex.getMessage());
		}
	}

	private static DeadLetterFilter filter(@Nullable String agent, @Nullable String group, @Nullable String exception,
			@Nullable String originalTopic, @Nullable String after, @Nullable String before, @Nullable String key) {
		return new DeadLetterFilter(agent, group, exception, originalTopic, time("after", after),
				time("before", before), key);
	}

	private static @Nullable Instant time(String name, @Nullable String text) {
		try {
			return (text != null) ? OffsetDateTime.parse(text).toInstant() : null;
		}
		catch (DateTimeException ex) {
			throw invalid("'%s' is '%s'; write a time such as 2026-01-31T12:00:00Z".formatted(name, text));
		}
	}

	private static InvalidEndpointRequestException invalid(@Nullable String reason) {
		String text = (reason != null) ? reason : "The request is not valid";
		return new InvalidEndpointRequestException(text, text);
	}

	/**
	 * The dead-letter topics.
	 *
	 * @param topics their names
	 */
	public record TopicsDescriptor(List<String> topics) implements OperationResponseBody {

	}

	/**
	 * A page of dead letters.
	 *
	 * @param topic the dead-letter topic
	 * @param letters a line a record
	 * @param next where the next page begins, {@code null} if there is none
	 */
	public record PageDescriptor(String topic, List<DeadLetter> letters,
			@Nullable String next) implements OperationResponseBody {

	}

	/**
	 * What was done to send records back.
	 *
	 * @param topic the dead-letter topic
	 * @param replayed records sent back
	 * @param alreadyReplayed records that had been sent back before
	 * @param filteredOut records that were not meant
	 * @param undeliverable records of which it is not known where they came from
	 * @param incomplete why records were left over, {@code null} if none were
	 */
	public record ReplayDescriptor(String topic, long replayed, long alreadyReplayed, long filteredOut,
			long undeliverable, @Nullable String incomplete) implements OperationResponseBody {

	}

}
