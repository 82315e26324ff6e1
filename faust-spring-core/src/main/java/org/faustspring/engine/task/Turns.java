package org.faustspring.engine.task;

import java.util.Collection;

import org.faustspring.engine.stream.Coroutine;
import org.faustspring.engine.table.TablePartition;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in a run: the worker's, or that of the coroutine which pushes its
 * events, for which the worker waits unless the agent asks others. Belongs to whoever the
 * run belongs to.
 */
final class Turns {

	private final EngineAgent agent;

	private final Collection<TablePartition> tables;

	private final Leave leave = new Leave();

	/** What pushes, {@code null} while the worker does. */
	private @Nullable Coroutine coroutine;

	/** Whether it steps aside. */
	private boolean beside;

	Turns(EngineAgent agent, Collection<TablePartition> tables) {
		this.agent = agent;
		this.tables = tables;
	}

	/** Events are pushed by a coroutine from now on, or by the worker. */
	void pushedBy(@Nullable Coroutine pushing) {
		this.coroutine = pushing;
	}

	/** With nothing in hand: whether the worker is to wait for what comes now. */
	void decide() {
		this.beside = this.coroutine != null && this.agent.offWorker();
		if (this.beside) {
			this.tables.forEach(TablePartition::share);
		}
	}

	/** Whether the worker does not wait for what is in hand. */
	boolean beside() {
		return this.beside;
	}

	/** The application's code is next: the worker does not wait for it. */
	void stepAside() {
		Coroutine pushing = this.coroutine;
		if (pushing != null && this.beside) {
			pushing.stepAside();
		}
	}

	/**
	 * What is next belongs to the worker: have it wait.
	 * @throws org.faustspring.stream.StreamClosedException if the actor has gone on
	 * without this run
	 */
	void stepBack() {
		Coroutine pushing = this.coroutine;
		if (pushing != null) {
			pushing.stepBack(this.agent.waker());
		}
	}

	/** The application's code runs without an event. */
	void between() {
		decide();
		stepAside();
	}

	/** What is in hand wants to wait: it begins again where it may. */
	void leaveWorker() {
		if (!this.beside) {
			this.leave.want();
		}
	}

	/** Whether what is in hand wants to wait; asked once. */
	boolean takeLeft() {
		return this.leave.take();
	}

}
