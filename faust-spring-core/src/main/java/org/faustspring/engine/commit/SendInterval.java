package org.faustspring.engine.commit;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What became of the records sent since the last commit. Callbacks come on the producer's
 * thread; the rest is for the worker, after a flush.
 */
final class SendInterval {

	private volatile @Nullable Exception failure;

	private final Map<TopicPartition, Acked> changelogs = new HashMap<>();

	/** One for all records, so that a send costs no object of ours. */
	private final Callback outputs = (metadata, exception) -> {
		if (exception != null && this.failure == null) {
			this.failure = exception;
		}
	};

	private final Callback changelogWrites = (metadata, exception) -> {
		if (exception != null) {
			this.outputs.onCompletion(metadata, exception);
		}
		else {
			acknowledged(metadata);
		}
	};

	Callback outputs() {
		return this.outputs;
	}

	Callback changelogWrites() {
		return this.changelogWrites;
	}

	private synchronized void acknowledged(RecordMetadata metadata) {
		this.changelogs.merge(new TopicPartition(metadata.topic(), metadata.partition()),
				new Acked(metadata.offset(), metadata.offset(), 1), Acked::plus);
	}

	@Nullable Exception failure() {
		return this.failure;
	}

	synchronized @Nullable Acked acked(TopicPartition changelog) {
		return this.changelogs.get(changelog);
	}

	/**
	 * Acknowledged records of one partition.
	 *
	 * @param first lowest offset
	 * @param last highest offset
	 * @param count number of records
	 */
	record Acked(long first, long last, long count) {

		Acked plus(Acked other) {
			return new Acked(Math.min(this.first, other.first), Math.max(this.last, other.last),
					this.count + other.count);
		}

		/** Whether nobody else wrote in between. */
		boolean contiguous() {
			return this.last - this.first + 1 == this.count;
		}

		boolean known() {
			return this.first >= 0;
		}

	}

}
