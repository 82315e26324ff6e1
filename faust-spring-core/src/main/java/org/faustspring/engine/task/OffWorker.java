package org.faustspring.engine.task;

import java.util.Map;
import java.util.concurrent.Executor;

import org.faustspring.engine.table.TablePartition;

/**
 * What an actor needs to run handlers beside its worker, where they may wait. Belongs to
 * the task's worker.
 */
final class OffWorker {

	private final Map<String, TablePartition> tables;

	private final Outbox outbox;

	private final Executor executor;

	private final Runnable wake;

	OffWorker(Map<String, TablePartition> tables, Outbox outbox, Executor executor, Runnable wake) {
		this.tables = tables;
		this.outbox = outbox;
		this.executor = executor;
		this.wake = wake;
	}

	/** A unit for a handler on another thread, which reads the task's tables. */
	IsolatedUnit unit() {
		this.tables.values().forEach(TablePartition::share);
		return new IsolatedUnit(this.tables, this.outbox);
	}

	Executor executor() {
		return this.executor;
	}

	Runnable wake() {
		return this.wake;
	}

}
