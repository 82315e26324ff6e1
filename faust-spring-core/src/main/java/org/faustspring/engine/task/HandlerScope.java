package org.faustspring.engine.task;

import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds each call of a handler on its thread: the unit of work is the thread's,
 * for tables and for templates. Any thread.
 */
final class HandlerScope {

	private final HandlerThreads threads;

	HandlerScope(HandlerThreads threads) {
		this.threads = threads;
	}

	void enter(EventUnit unit) {
		this.threads.enter();
		UnitOfWork.enter(unit);
	}

	/**
	 * End a call.
	 * @param failure what it threw
	 * @return what it has to be taken to have thrown
	 */
	@Nullable Throwable leave(@Nullable Throwable failure) {
		UnitOfWork.enter(null);
		if (this.threads.takeRollback() && failure == null) {
			return new IllegalStateException("A transactional method called by the handler was rolled back");
		}
		return failure;
	}

}
