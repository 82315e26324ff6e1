package org.faustspring.benchmarks.engine.streams;

import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.faustspring.benchmarks.workload.Restored;

/**
 * Tells when the first partition begins to be restored, and when the last one is. Any
 * thread.
 */
final class RestoreClock implements StateRestoreListener {

	private final AtomicInteger toDo;

	RestoreClock(int partitions) {
		this.toDo = new AtomicInteger(partitions);
	}

	@Override
	public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
		Restored.begin();
	}

	@Override
	public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
	}

	@Override
	public void onRestoreEnd(TopicPartition partition, String store, long records) {
		if (this.toDo.decrementAndGet() == 0) {
			Restored.end();
		}
	}

}
