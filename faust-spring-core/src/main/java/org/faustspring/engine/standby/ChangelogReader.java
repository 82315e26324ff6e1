package org.faustspring.engine.standby;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the changelogs of copies, with a consumer that is made when there is a first one.
 * Belongs to the standbys' thread.
 */
final class ChangelogReader implements AutoCloseable {

	private final Supplier<Consumer<byte[], byte[]>> consumers;

	private @Nullable Consumer<byte[], byte[]> consumer;

	ChangelogReader(Supplier<Consumer<byte[], byte[]>> consumers) {
		this.consumers = consumers;
	}

	/**
	 * Read the changelogs of these copies, new ones from where the copy is.
	 */
	void assign(Collection<StandbyCopy> copies) {
		Map<TopicPartition, Long> starts = new HashMap<>();
		copies.forEach((copy) -> starts.putAll(copy.starts()));
		Consumer<byte[], byte[]> open = this.consumer;
		if (open == null) {
			if (starts.isEmpty()) {
				return;
			}
			open = this.consumers.get();
			this.consumer = open;
		}
		Set<TopicPartition> before = new HashSet<>(open.assignment());
		if (!before.equals(starts.keySet())) {
			open.assign(starts.keySet());
			for (Map.Entry<TopicPartition, Long> start : starts.entrySet()) {
				if (!before.contains(start.getKey())) {
					open.seek(start.getKey(), start.getValue());
				}
			}
		}
	}

	/**
	 * Poll, and hand over what there is.
	 */
	void poll(Collection<StandbyCopy> copies, Duration time) {
		Consumer<byte[], byte[]> open = this.consumer;
		if (open == null || open.assignment().isEmpty()) {
			return;
		}
		Set<TopicPartition> paused = new HashSet<>();
		copies.forEach((copy) -> paused.addAll(copy.paused()));
		Set<TopicPartition> resumed = new HashSet<>(open.paused());
		resumed.removeAll(paused);
		open.resume(resumed);
		open.pause(paused);
		ConsumerRecords<byte[], byte[]> polled = open.poll(time);
		for (StandbyCopy copy : copies) {
			copy.tables()
				.forEach((table) -> table.take(polled.records(table.changelog()), open.position(table.changelog())));
		}
	}

	@Override
	public void close() {
		if (this.consumer != null) {
			this.consumer.close();
		}
	}

}
