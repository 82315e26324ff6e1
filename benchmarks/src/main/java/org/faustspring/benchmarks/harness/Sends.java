package org.faustspring.benchmarks.harness;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether a send failed. Any thread.
 */
final class Sends implements Callback {

	private volatile @Nullable Exception failure;

	@Override
	public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception ex) {
		if (ex != null) {
			this.failure = ex;
		}
	}

	void verify() {
		Exception failure = this.failure;
		if (failure != null) {
			throw new RunFailedException("An input record could not be sent", failure);
		}
	}

}
