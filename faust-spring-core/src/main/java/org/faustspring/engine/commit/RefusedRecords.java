package org.faustspring.engine.commit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.faustspring.engine.task.RecordSize;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for a while what brokers have refused for good. A refusal fails the commit of
 * a worker, which processes everything since the last one again; then the event that
 * wants to send such a record fails instead, so that the error policy decides about it
 * and nothing else is held up. Any thread.
 */
final class RefusedRecords {

	/** A topic may be changed so that it takes what it has refused. */
	private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final int MOST_RECORDS_A_TOPIC = 64;

	private final Map<String, Refusals> topics = new ConcurrentHashMap<>();

	private final LongSupplier clock;

	RefusedRecords() {
		this(System::nanoTime);
	}

	RefusedRecords(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Tell whether a topic has refused something of late, so that it should be noted
	 * which records it refuses.
	 * @param topic the topic
	 * @return whether it has
	 */
	boolean suspects(String topic) {
		return !this.topics.isEmpty() && current(topic) != null;
	}

	private @Nullable Refusals current(String topic) {
		Refusals refusals = this.topics.get(topic);
		if (refusals != null && this.clock.getAsLong() - refusals.since > REMEMBERED_NANOS) {
			this.topics.remove(topic, refusals);
			return null;
		}
		return refusals;
	}

	/**
	 * Take note that a topic has refused a record, if that is what the failure says. It
	 * is not known which one.
	 * @param topic the topic
	 * @param failure why a record was not delivered
	 * @return whether it does
	 */
	boolean failed(String topic, Exception failure) {
		if (failure instanceof TopicAuthorizationException) {
			refusals(topic).unauthorized = true;
			return true;
		}
		if (refused(failure)) {
			refusals(topic);
			return true;
		}
		return false;
	}

	/**
	 * Take note that a topic has refused a record, if that is what the failure says.
	 * @param record the record
	 * @param failure why it was not delivered
	 */
	void failed(ProducerRecord<byte[], byte[]> record, Exception failure) {
		failed(record.topic(), failure);
		if (failure instanceof RecordTooLargeException) {
			refusals(record.topic()).tooLarge(RecordSize.of(record));
		}
		else if (refused(failure)) {
			refusals(record.topic()).invalid(record, failure);
		}
	}

	private static boolean refused(Exception failure) {
		return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException
				|| failure instanceof InvalidTimestampException;
	}

	private Refusals refusals(String topic) {
		Refusals refusals = current(topic);
		return (refusals != null) ? refusals
				: this.topics.computeIfAbsent(topic, (name) -> new Refusals(this.clock.getAsLong()));
	}

	/**
	 * Check that a record is not one of those that are refused.
	 * @param record the record
	 * @param size its size
	 * @throws RuntimeException if it is
	 */
	void check(ProducerRecord<byte[], byte[]> record, int size) {
		Refusals refusals = this.topics.isEmpty() ? null : current(record.topic());
		if (refusals != null) {
			refusals.check(record, size);
		}
	}

	/**
	 * Return the size from which on a topic refuses records.
	 * @param topic the topic
	 * @return the size, or 0 if it is not known to refuse any for their size
	 */
	int refusedSize(String topic) {
		Refusals refusals = this.topics.isEmpty() ? null : current(topic);
		return (refusals != null && refusals.tooLarge < Integer.MAX_VALUE) ? refusals.tooLarge : 0;
	}

	private static final class Refusals {

		private final long since;

		private volatile boolean unauthorized;

		private volatile int tooLarge = Integer.MAX_VALUE;

		private final List<Invalid> invalid = new ArrayList<>();

		Refusals(long since) {
			this.since = since;
		}

		synchronized void tooLarge(int size) {
			this.tooLarge = Math.min(this.tooLarge, size);
		}

		synchronized void invalid(ProducerRecord<byte[], byte[]> record, Exception failure) {
			if (this.invalid.size() < MOST_RECORDS_A_TOPIC) {
				this.invalid.add(new Invalid(record, String.valueOf(failure.getMessage())));
			}
		}

		void check(ProducerRecord<byte[], byte[]> record, int size) {
			if (this.unauthorized) {
				throw new TopicAuthorizationException(java.util.Set.of(record.topic()));
			}
			if (size >= this.tooLarge) {
				throw new RecordTooLargeException(
						("Topic '%s' refuses a record of %d bytes: it has refused one of %d, see its max.message.bytes")
							.formatted(record.topic(), size, this.tooLarge));
			}
			synchronized (this) {
				for (Invalid refused : this.invalid) {
					if (refused.is(record)) {
						throw new InvalidRecordException(
								"Topic '%s' refuses the record: %s".formatted(record.topic(), refused.reason));
					}
				}
			}
		}

	}

	private record Invalid(ProducerRecord<byte[], byte[]> record, String reason) {

		boolean is(ProducerRecord<byte[], byte[]> other) {
			return Arrays.equals(this.record.key(), other.key()) && Arrays.equals(this.record.value(), other.value())
					&& java.util.Objects.equals(this.record.timestamp(), other.timestamp());
		}

	}

}
