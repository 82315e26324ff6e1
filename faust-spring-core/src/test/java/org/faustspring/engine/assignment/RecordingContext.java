package org.faustspring.engine.assignment;

import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * A context that keeps what the assignor told it last.
 */
class RecordingContext implements AssignorContext {

	CopartitionGroups groups;

	InstanceInfo instance;

	TaskOwners owners = TaskOwners.none();

	RecordingContext(CopartitionGroups groups, InstanceInfo instance) {
		this.groups = groups;
		this.instance = instance;
	}

	static FaustAssignor assignorOf(AssignorContext context) {
		FaustAssignor assignor = new FaustAssignor();
		assignor.configure(Map.of(AssignorContext.CONFIG_KEY, context));
		return assignor;
	}

	@SuppressWarnings("removal")
	static ConsumerGroupMetadata metadata() {
		return new ConsumerGroupMetadata("group");
	}

	@Override
	public CopartitionGroups groups() {
		return this.groups;
	}

	@Override
	public InstanceInfo instance() {
		return this.instance;
	}

	@Override
	public void ownersChanged(TaskOwners owners) {
		this.owners = owners;
	}

}
