package org.faustspring.engine.task;

import org.faustspring.engine.call.LeaveWorker;

/**
 * Whether what is in hand wants to wait, which it may not on the worker's thread: it is
 * given up then, and begins again where it may. Belongs to whoever has it in hand.
 */
final class Leave {

	private boolean wanted;

	/**
	 * Give up what is in hand.
	 * @throws LeaveWorker always
	 */
	void want() {
		this.wanted = true;
		throw LeaveWorker.INSTANCE;
	}

	/** Whether it wanted to wait, whatever it has made of that since. Asked once. */
	boolean take() {
		boolean wanted = this.wanted;
		this.wanted = false;
		return wanted;
	}

}
