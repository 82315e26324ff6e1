package org.faustspring.engine.call;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work whose handler may ask an agent and wait for the answer. Belongs to the
 * thread that runs the handler.
 */
public interface Caller {

	/**
	 * Return the caller of the current thread.
	 * @return the caller, or {@code null} outside a handler
	 */
	static @Nullable Caller current() {
		return (UnitOfWork.current() instanceof Caller caller) ? caller : null;
	}

	/**
	 * Make sure that nothing else waits while the handler waits.
	 * @throws LeaveWorker if the handler runs on a worker's thread: it has to be called
	 * again elsewhere
	 */
	void leaveWorker();

	/**
	 * Return the agent whose handler runs.
	 * @return its name
	 */
	String agent();

	/**
	 * Return where its event was read, from the repartition topic if it came through one.
	 * @return the partition
	 */
	TopicPartition input();

	/**
	 * Return the headers of its event.
	 * @return the headers
	 */
	Headers headers();

}
