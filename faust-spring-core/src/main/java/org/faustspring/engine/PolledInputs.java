package org.faustspring.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.commit.Group.Seek;
import org.faustspring.engine.task.Input;

/**
 * The partitions that are polled: where they are read from, whether they are paused, and
 * where their records go. Belongs to the poller, but for {@link #lag}.
 */
final class PolledInputs {

	/** Records that wait in an input before its partition is paused. */
	private static final int ENOUGH = 4000;

	private final Consumer<byte[], byte[]> consumer;

	private final TaskOwnership ownership;

	private final Map<TopicPartition, Input> inputs = new HashMap<>();

	/** What records are tagged with; 0 until a partition has a position of its own. */
	private final Map<TopicPartition, Integer> epochs = new HashMap<>();

	private final Map<TopicPartition, Long> lag = new ConcurrentHashMap<>();

	private long lagCheckedAt;

	PolledInputs(Consumer<byte[], byte[]> consumer, TaskOwnership ownership) {
		this.consumer = consumer;
		this.ownership = ownership;
	}

	/**
	 * Add inputs, or replace those of the same partitions; nothing is read before a seek.
	 */
	void add(Collection<Input> added) {
		for (Input input : added) {
			this.inputs.put(input.topicPartition(), input);
			this.epochs.put(input.topicPartition(), 0);
		}
	}

	void remove(Collection<Input> removed) {
		for (Input input : removed) {
			this.inputs.remove(input.topicPartition());
			this.epochs.remove(input.topicPartition());
			this.lag.remove(input.topicPartition());
		}
	}

	void seek(Map<TopicPartition, Seek> seeks) {
		seeks.forEach((partition, seek) -> {
			if (this.inputs.containsKey(partition)) {
				this.consumer.seek(partition, seek.offset());
				this.epochs.put(partition, seek.epoch());
			}
		});
	}

	/** Read no further before the next seek. */
	void hold(TopicPartition partition) {
		this.epochs.put(partition, 0);
	}

	/** What to poll is decided here and nowhere else. */
	void adjustDemand() {
		Set<TopicPartition> paused = this.consumer.paused();
		List<TopicPartition> pause = new ArrayList<>();
		List<TopicPartition> resume = new ArrayList<>();
		for (Map.Entry<TopicPartition, Input> entry : this.inputs.entrySet()) {
			boolean isPaused = paused.contains(entry.getKey());
			boolean wanted = wanted(entry.getKey(), entry.getValue(), isPaused ? ENOUGH / 2 : ENOUGH);
			if (wanted && isPaused) {
				resume.add(entry.getKey());
			}
			else if (!wanted && !isPaused) {
				pause.add(entry.getKey());
			}
		}
		if (!pause.isEmpty()) {
			this.consumer.pause(pause);
		}
		if (!resume.isEmpty()) {
			this.consumer.resume(resume);
		}
	}

	private boolean wanted(TopicPartition partition, Input input, int most) {
		return this.epochs.getOrDefault(partition, 0) > 0 && this.ownership.running(input) && input.wanted()
				&& input.buffered() < most;
	}

	void handOver(ConsumerRecords<byte[], byte[]> records) {
		if (records.isEmpty()) {
			return;
		}
		for (TopicPartition partition : records.partitions()) {
			Input input = this.inputs.get(partition);
			if (input != null) {
				input.add(this.epochs.getOrDefault(partition, 0), records.records(partition));
				this.ownership.filled(input);
			}
		}
	}

	void checkLag() {
		long now = System.nanoTime();
		if (now - this.lagCheckedAt < TimeUnit.SECONDS.toNanos(1)) {
			return;
		}
		this.lagCheckedAt = now;
		this.inputs.keySet()
			.forEach((partition) -> this.consumer.currentLag(partition)
				.ifPresent((unread) -> this.lag.put(partition, unread)));
	}

	/**
	 * Return how many messages of a partition have not been handed over. Any thread.
	 * @param input the partition
	 * @return the number, -1 if not known
	 */
	long lag(Input input) {
		Long unread = this.lag.get(input.topicPartition());
		return (unread != null) ? unread + input.buffered() : -1;
	}

}
