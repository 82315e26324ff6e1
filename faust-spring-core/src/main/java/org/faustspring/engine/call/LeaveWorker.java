package org.faustspring.engine.call;

/**
 * Ends a handler that is about to wait on its worker's thread, where whoever is to answer
 * might never run: the actor calls it again on a thread of its own. Not an error of
 * anybody, but one by type, so that handlers do not catch it.
 */
public final class LeaveWorker extends Error {

	/** The only one, since it says nothing. */
	public static final LeaveWorker INSTANCE = new LeaveWorker();

	private LeaveWorker() {
		super("The handler asks an agent: it is called again beside its worker", null, false, false);
	}

}
