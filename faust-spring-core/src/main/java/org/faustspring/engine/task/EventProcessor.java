package org.faustspring.engine.task;

import java.util.concurrent.CompletionStage;

import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What an actor does with an event: call a handler and serve its sinks, or compute a key
 * and send to the repartition topic. Any thread.
 */
interface EventProcessor {

	/**
	 * Read a delivery.
	 * @param delivery the delivery
	 * @return the event
	 * @throws RuntimeException if its bytes do not deserialize
	 */
	EventRecord<?> read(Delivery delivery);

	/**
	 * Process an event in the current thread's unit of work.
	 * @param event the event
	 * @param delivery the delivery it was read from
	 * @param unit the unit of work
	 * @return {@code null} if it is done, else what it will be done with: then
	 * {@link #finish} follows
	 * @throws Throwable what the handler threw
	 */
	@Nullable CompletionStage<?> process(EventRecord<?> event, Delivery delivery, UnitOfWork unit) throws Throwable;

	/**
	 * Serve the sinks with what an asynchronous handler completed with.
	 * @param returned what it completed with
	 * @param event the event
	 * @param unit the unit of work
	 * @throws Exception if a sink fails
	 */
	void finish(@Nullable Object returned, EventRecord<?> event, UnitOfWork unit) throws Exception;

}
