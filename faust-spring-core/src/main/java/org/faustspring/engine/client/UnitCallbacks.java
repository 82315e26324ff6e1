package org.faustspring.engine.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Calls back who sent a record in a handler. Any thread.
 */
final class UnitCallbacks {

	private static final Log logger = LogFactory.getLog(UnitCallbacks.class);

	private UnitCallbacks() {
	}

	/**
	 * Call back that a record has been taken.
	 * @param callback whom to call, or {@code null}
	 * @param metadata what is known about the record
	 */
	static void complete(@Nullable Callback callback, RecordMetadata metadata) {
		if (callback == null) {
			return;
		}
		try {
			callback.onCompletion(metadata, null);
		}
		catch (Exception ex) {
			// As Kafka's producer does: the record is taken whatever the callback makes
			// of it
			logger.error("The callback of a message to %s failed; the message is sent all the same"
				.formatted(metadata.topic()), ex);
		}
	}

}
