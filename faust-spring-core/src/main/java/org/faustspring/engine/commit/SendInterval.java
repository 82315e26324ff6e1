package org.faustspring.engine.commit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What became of the records of one commit. Callbacks come on the producer's thread; the
 * rest is for whoever sends the commit's records, one thread at a time.
 */
final class SendInterval {

	private volatile @Nullable Exception failure;

	/** Records that were given to a producer. */
	private long sent;

	/** Those of them that are acknowledged or have failed. */
	private final AtomicLong ended = new AtomicLong();

	/** Producers to other clusters. */
	private final Set<Producer<?, ?>> foreignProducers = new HashSet<>();

	private final Map<TopicPartition, Acked> changelogs = new HashMap<>();

	/** Acknowledgements come by batches of one partition. */
	private @Nullable Acked latest;

	private final RefusedRecords refused;

	private final Runnable onRefusal;

	/** One for all records, so that a send costs no object of ours. */
	private final Callback outputs = (metadata, exception) -> {
		if (exception != null) {
			failed(exception);
			refused(metadata, exception);
		}
		this.ended.incrementAndGet();
	};

	private final Callback foreign = (metadata, exception) -> {
		if (exception != null) {
			failed(exception);
		}
		this.ended.incrementAndGet();
	};

	private final Callback tracked = (metadata, exception) -> {
		if (exception != null) {
			this.outputs.onCompletion(metadata, exception);
		}
		else {
			acknowledged(metadata);
			this.ended.incrementAndGet();
		}
	};

	/**
	 * Create an interval.
	 * @param refused where to note what is refused for good
	 * @param onRefusal run then, on the producer's thread
	 */
	SendInterval(RefusedRecords refused, Runnable onRefusal) {
		this.refused = refused;
		this.onRefusal = onRefusal;
	}

	private void failed(Exception exception) {
		if (this.failure == null) {
			this.failure = exception;
		}
	}

	private void refused(@Nullable RecordMetadata metadata, Exception exception) {
		if (metadata != null && this.refused.failed(metadata.topic(), exception)) {
			this.onRefusal.run();
		}
	}

	/** For a record of a topic that has refused some. */
	Callback watched(ProducerRecord<byte[], byte[]> record, Callback callback) {
		return (metadata, exception) -> {
			if (exception != null) {
				this.refused.failed(record, exception);
			}
			callback.onCompletion(metadata, exception);
		};
	}

	/** For a record to another cluster. */
	Callback foreign(Producer<?, ?> producer) {
		this.foreignProducers.add(producer);
		return this.foreign;
	}

	Set<Producer<?, ?>> foreignProducers() {
		return this.foreignProducers;
	}

	/** A record was given to its producer, with one of the callbacks. */
	void sent() {
		this.sent++;
	}

	/** Whether it is known of all records what became of them. */
	boolean complete() {
		return this.ended.get() >= this.sent;
	}

	Callback outputs() {
		return this.outputs;
	}

	Callback tracked() {
		return this.tracked;
	}

	private synchronized void acknowledged(RecordMetadata metadata) {
		Acked acked = this.latest;
		if (acked == null || !acked.of(metadata)) {
			TopicPartition changelog = new TopicPartition(metadata.topic(), metadata.partition());
			acked = this.changelogs.computeIfAbsent(changelog, Acked::new);
			this.latest = acked;
		}
		acked.add(metadata.offset());
	}

	@Nullable Exception failure() {
		return this.failure;
	}

	synchronized @Nullable Acked acked(TopicPartition changelog) {
		return this.changelogs.get(changelog);
	}

	/**
	 * Acknowledged records of one partition. Filled by the producer's thread; does not
	 * change any more after a flush.
	 */
	static final class Acked {

		private final TopicPartition partition;

		private long first;

		private long last;

		private long count;

		Acked(TopicPartition partition) {
			this.partition = partition;
		}

		private boolean of(RecordMetadata metadata) {
			return this.partition.partition() == metadata.partition()
					&& this.partition.topic().equals(metadata.topic());
		}

		private void add(long offset) {
			this.first = (this.count > 0) ? Math.min(this.first, offset) : offset;
			this.last = (this.count > 0) ? Math.max(this.last, offset) : offset;
			this.count++;
		}

		/** The lowest offset. */
		long first() {
			return this.first;
		}

		/** The highest offset. */
		long last() {
			return this.last;
		}

		/** The number of records. */
		long count() {
			return this.count;
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
