package org.faustspring.engine.task;

import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.client.HandlerThreads.Entered;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds each call of a handler on its thread: the unit of work is the thread's,
 * for tables and for templates. Any thread.
 */
final class HandlerScope {

	private final HandlerThreads threads;

	/** Of the thread that entered last, mostly the worker's; it tells whose it is. */
	private @Nullable Entered last;

	HandlerScope(HandlerThreads threads) {
		this.threads = threads;
	}

	void enter(EventUnit unit) {
		Entered before = this.last;
		Entered entered = this.threads.enter(before);
		if (entered != before) {
			this.last = entered;
		}
		entered.place().enter(unit);
	}

	/**
	 * End a call.
	 * @param failure what it threw
	 * @return what it has to be taken to have thrown
	 */
	@Nullable Throwable leave(@Nullable Throwable failure) {
		Entered entered = this.last;
		boolean rollback;
		if (entered != null && entered.current()) {
			entered.place().enter(null);
			rollback = entered.takeRollback();
		}
		else {
			UnitOfWork.enter(null);
			rollback = this.threads.takeRollback();
		}
		if (rollback && failure == null) {
			return new IllegalStateException("A transactional method called by the handler was rolled back");
		}
		return failure;
	}

}
