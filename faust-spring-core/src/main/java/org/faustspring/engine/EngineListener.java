package org.faustspring.engine;

/**
 * Hears what happens in the engine. Called on engine threads; must be quick.
 */
public interface EngineListener {

	/**
	 * Tasks were assigned, have become ready or were given up.
	 * @param assigned whether the group has assigned tasks to this instance at least once
	 * @param restoring whether any task is being restored
	 */
	void tasksChanged(boolean assigned, boolean restoring);

	/**
	 * The engine cannot go on; its threads end.
	 * @param cause why
	 */
	void failed(Throwable cause);

	/**
	 * A supervisor wants the App stopped and the context closed.
	 * @param cause why
	 */
	void stopRequested(Throwable cause);

}
