package org.faustspring.engine.task;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.engine.retry.RetryLetter;
import org.faustspring.engine.retry.RetryMark;
import org.faustspring.engine.retry.RetryTopicNames;
import org.faustspring.engine.topology.Stage;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DeadLetterRecordManager;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Sends failed events to the retry topics of the topic that their handler reads, to the
 * partition of the same task. One an actor; belongs to the task's worker.
 */
final class RetrySender {

	private static final int MAX_MESSAGE_BYTES = 4 * 1024;

	private static final List<String> OUTDATED = List.of("kafka_original-", "kafka_exception-", "retry_topic-",
			Origin.HEADER);

	private final Stage stage;

	private final Task task;

	private final String appId;

	private final List<Duration> delays;

	private final DeadLetterRecordManager headers = new DeadLetterRecordManager();

	RetrySender(Stage stage, Task task, String appId) {
		this.stage = stage;
		this.task = task;
		this.appId = appId;
		this.delays = stage.grouping() ? List.of() : stage.agent().retryDelays();
		this.headers.setHeaderNamesSupplier(RetrySender::names);
		this.headers.removeHeaderToAdd(HeadersToAdd.EX_STACKTRACE);
		this.headers.setHeadersFunction((record, ex) -> new RecordHeaders().add(KafkaHeaders.ORIGINAL_CONSUMER_GROUP,
				appId.getBytes(StandardCharsets.UTF_8)));
	}

	private static HeaderNames names() {
		return HeaderNames.Builder.original()
			.offsetHeader(KafkaHeaders.ORIGINAL_OFFSET)
			.timestampHeader(KafkaHeaders.ORIGINAL_TIMESTAMP)
			.timestampTypeHeader(KafkaHeaders.ORIGINAL_TIMESTAMP_TYPE)
			.topicHeader(KafkaHeaders.ORIGINAL_TOPIC)
			.partitionHeader(KafkaHeaders.ORIGINAL_PARTITION)
			.consumerGroupHeader(KafkaHeaders.ORIGINAL_CONSUMER_GROUP)
			.exception()
			.keyExceptionFqcn(KafkaHeaders.KEY_EXCEPTION_FQCN)
			.exceptionFqcn(KafkaHeaders.EXCEPTION_FQCN)
			.exceptionCauseFqcn(KafkaHeaders.EXCEPTION_CAUSE_FQCN)
			.keyExceptionMessage(KafkaHeaders.KEY_EXCEPTION_MESSAGE)
			.exceptionMessage(KafkaHeaders.EXCEPTION_MESSAGE)
			.keyExceptionStacktrace(KafkaHeaders.KEY_EXCEPTION_STACKTRACE)
			.exceptionStacktrace(KafkaHeaders.EXCEPTION_STACKTRACE)
			.build();
	}

	/** Whether the agent has retry topics. */
	boolean any() {
		return !this.delays.isEmpty();
	}

	/** The next step of a delivery, -1 if it has been through all. */
	int next(Delivery delivery) {
		RetryMark mark = delivery.retry;
		int step = (mark != null) ? mark.step() + 1 : 0;
		return (step < this.delays.size()) ? step : -1;
	}

	/** The step with the shortest delay that is long enough, or else the longest. */
	int step(Duration delay) {
		int found = -1;
		int longest = 0;
		for (int i = 0; i < this.delays.size(); i++) {
			Duration candidate = this.delays.get(i);
			if (candidate.compareTo(delay) >= 0 && (found < 0 || candidate.compareTo(this.delays.get(found)) < 0)) {
				found = i;
			}
			longest = (candidate.compareTo(this.delays.get(longest)) > 0) ? i : longest;
		}
		return (found >= 0) ? found : longest;
	}

	/**
	 * Send a failed event to a retry topic, as part of its unit of work.
	 * @param step the position of the delay
	 * @param delay how long to wait, {@code null} for the step's own delay
	 * @return the topic; {@code null} if this task does not read it
	 */
	@Nullable String send(Delivery delivery, EventUnit unit, Throwable cause, int step, @Nullable Duration delay) {
		RetryMark before = delivery.retry;
		ConsumerRecord<byte[], byte[]> record = delivery.record;
		String topic = RetryTopicNames.of(this.stage.withoutRetry(record.topic()), this.delays).get(step);
		Input input = this.task.input(new TopicPartition(topic, record.partition()));
		RetryInlet inlet = (input != null) ? input.retries() : null;
		if (inlet == null) {
			return null;
		}
		Duration own = this.delays.get(step);
		Duration wait = (delay != null && delay.compareTo(own) < 0) ? delay : own;
		Headers letter = new RecordHeaders();
		for (Header header : record.headers()) {
			if (OUTDATED.stream().noneMatch(header.key()::startsWith)) {
				letter.add(header);
			}
		}
		Exception reason = (cause instanceof Exception exception) ? exception : new ExecutionException(cause);
		this.headers.addAndEnhanceHeaders(delivery.sourceRecord(), reason, null, null, letter);
		shorten(letter);
		Origin origin = (delivery.origin != null) ? delivery.origin : Origin.of(record, delivery.feed.incarnation());
		letter.add(Origin.HEADER, origin.encode());
		// The clock has told whole milliseconds that are over.
		long due = System.currentTimeMillis() + 1 + wait.toMillis();
		new RetryMark(this.appId, this.stage.hash(), inlet.sender(), step, delivery.attempts(), due, record.timestamp())
			.write(letter);
		unit.send(new RetryLetter(topic, record.partition(), record.key(), record.value(), letter));
		this.task.sentToChangelogs();
		return topic;
	}

	private static void shorten(Headers letter) {
		Header message = letter.lastHeader(KafkaHeaders.EXCEPTION_MESSAGE);
		if (message != null && message.value() != null && message.value().length > MAX_MESSAGE_BYTES) {
			letter.remove(KafkaHeaders.EXCEPTION_MESSAGE);
			letter.add(KafkaHeaders.EXCEPTION_MESSAGE, Arrays.copyOf(message.value(), MAX_MESSAGE_BYTES));
		}
	}

}
