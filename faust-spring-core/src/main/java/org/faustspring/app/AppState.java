package org.faustspring.app;

/**
 * What an App is doing. Each change is published as an {@link AppStateChanged} event.
 */
public enum AppState {

	/** Made, not started. */
	CREATED,

	/** Checking topics, creating internal ones, joining the group. */
	STARTING,

	/** In the group; tasks are being assigned. */
	REBALANCING,

	/** At least one assigned task is being restored; tasks that are ready run. */
	RESTORING,

	/** Every assigned task runs. */
	RUNNING,

	/** Committing and leaving the group. */
	STOPPING,

	/** Stopped; may be started again. */
	STOPPED,

	/** Stopped by an error it cannot go on from. */
	FAILED

}
