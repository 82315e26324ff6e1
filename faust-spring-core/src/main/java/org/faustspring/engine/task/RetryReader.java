package org.faustspring.engine.task;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.engine.retry.RetryMark;
import org.faustspring.engine.task.RetryInlet.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Takes records of retry topics when they are due, and passes over those that are not for
 * this App or that no commit has confirmed. One a worker; belongs to it.
 */
final class RetryReader {

	private static final Log logger = LogFactory.getLog(RetryReader.class);

	private final String appId;

	private final boolean transactional;

	/**
	 * Create it.
	 * @param appId the App's id
	 * @param transactional whether only committed records are read anyway
	 */
	RetryReader(String appId, boolean transactional) {
		this.appId = appId;
		this.transactional = transactional;
	}

	/**
	 * Give an input's records that are due to its actors, until one has enough.
	 * @param input an input from a retry topic
	 * @return how many were taken
	 */
	int take(Input input) {
		RetryInlet inlet = java.util.Objects.requireNonNull(input.retries());
		int taken = 0;
		while (true) {
			ConsumerRecord<byte[], byte[]> record = input.peek();
			if (record == null) {
				input.wanted(true);
				return taken;
			}
			RetryMark mark = RetryMark.read(record.headers());
			Verdict verdict = verdict(mark, record, inlet);
			if (verdict == Verdict.WAIT || (verdict == Verdict.COUNTS && mark != null && !due(mark))) {
				// What comes next is later: no need to poll it.
				input.wanted(false);
				return taken;
			}
			input.taken();
			taken++;
			if (!give(record, input, (verdict == Verdict.COUNTS) ? mark : null)) {
				return taken;
			}
		}
	}

	private Verdict verdict(@Nullable RetryMark mark, ConsumerRecord<byte[], byte[]> record, RetryInlet inlet) {
		if (mark == null || !mark.group().equals(this.appId)) {
			return Verdict.VOID;
		}
		if (this.transactional) {
			return Verdict.COUNTS;
		}
		Verdict verdict = inlet.judge(mark, record.offset());
		if (verdict == Verdict.VOID && logger.isDebugEnabled()) {
			logger.debug("%s-%d@%d was sent by a commit that failed and is passed over".formatted(record.topic(),
					record.partition(), record.offset()));
		}
		return verdict;
	}

	private static boolean due(RetryMark mark) {
		return System.currentTimeMillis() >= mark.due();
	}

	/** Whether there is room for more. */
	private static boolean give(ConsumerRecord<byte[], byte[]> record, Input input, @Nullable RetryMark mark) {
		boolean room = true;
		for (Cursor cursor : input.cursors()) {
			if (mark == null || cursor.actor.stage().hash() != mark.agent()) {
				cursor.pass(record.offset());
				continue;
			}
			Delivery delivery = cursor.offer(asItWas(record, mark), Origin.read(record));
			if (delivery != null) {
				delivery.retry = mark;
				cursor.actor.accept(delivery);
			}
			room &= !cursor.actor.full(cursor);
		}
		return room;
	}

	/** With the time of the event, not that of its retry. */
	private static ConsumerRecord<byte[], byte[]> asItWas(ConsumerRecord<byte[], byte[]> record, RetryMark mark) {
		return new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), mark.timestamp(),
				record.timestampType(), record.serializedKeySize(), record.serializedValueSize(), record.key(),
				record.value(), record.headers(), record.leaderEpoch());
	}

}
