package org.faustspring.engine;

import java.util.function.Supplier;

import org.faustspring.engine.assignment.AssignorContext;
import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.assignment.InstanceInfo;
import org.faustspring.engine.assignment.TaskOwners;
import org.jspecify.annotations.Nullable;

/**
 * What the assignor is told of this instance, and what it tells of the others. Any
 * thread.
 */
final class GroupContext implements AssignorContext {

	private final CopartitionGroups groups;

	private final String instanceId;

	private final Supplier<@Nullable String> url;

	private volatile TaskOwners owners = TaskOwners.none();

	GroupContext(CopartitionGroups groups, String instanceId, Supplier<@Nullable String> url) {
		this.groups = groups;
		this.instanceId = instanceId;
		this.url = url;
	}

	@Override
	public CopartitionGroups groups() {
		return this.groups;
	}

	@Override
	public InstanceInfo instance() {
		return new InstanceInfo(this.instanceId, this.url.get());
	}

	@Override
	public void ownersChanged(TaskOwners changed) {
		this.owners = changed;
	}

	/**
	 * Return where the group's tasks are, as of the last rebalance.
	 * @return the owners
	 */
	TaskOwners owners() {
		return this.owners;
	}

}
