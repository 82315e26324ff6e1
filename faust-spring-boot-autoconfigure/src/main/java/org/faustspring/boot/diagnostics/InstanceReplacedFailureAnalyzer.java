package org.faustspring.boot.diagnostics;

import org.faustspring.app.InstanceReplacedException;

/**
 * Tells how to give each instance an id of its own.
 */
class InstanceReplacedFailureAnalyzer extends StartupFailureAnalyzer<InstanceReplacedException> {

	@Override
	String action(InstanceReplacedException cause) {
		return ("Stop the process that is one too many, or give each its own 'faust.instance-id', now '%s'. Where that is"
				+ " not set, the id is kept in 'faust.state-directory': do not copy that directory to another instance.")
			.formatted(cause.instanceId());
	}

}
