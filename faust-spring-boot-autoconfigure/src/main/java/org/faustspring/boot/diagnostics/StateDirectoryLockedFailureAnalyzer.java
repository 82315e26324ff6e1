package org.faustspring.boot.diagnostics;

import org.faustspring.table.store.StateDirectoryLockedException;

/**
 * Tells how to get a state directory of its own.
 */
class StateDirectoryLockedFailureAnalyzer extends StartupFailureAnalyzer<StateDirectoryLockedException> {

	@Override
	String description(StateDirectoryLockedException cause) {
		return "State directory %s is in use by %s.".formatted(cause.path(),
				(cause.holder() != null) ? cause.holder() : "another process");
	}

	@Override
	String action(StateDirectoryLockedException cause) {
		return "If the other one is an old run of this application, stop it. To run several instances on one machine,"
				+ " give each its own 'faust.state-directory'.";
	}

}
