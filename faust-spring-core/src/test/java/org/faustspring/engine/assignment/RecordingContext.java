package org.faustspring.engine.assignment;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * A context that keeps what the assignor told it last.
 */
class RecordingContext implements AssignorContext {

	CopartitionGroups groups;

	InstanceInfo instance;

	TaskOwners owners = TaskOwners.none();

	/** The groups whose tasks have tables. */
	Set<String> groupsWithTables = Set.of();

	int standbyReplicas;

	Map<TaskId, CopyState> copies = new TreeMap<>();

	int layout;

	boolean outdated;

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
	public boolean hasTables(String group) {
		return this.groupsWithTables.contains(group);
	}

	@Override
	public int standbyReplicas() {
		return this.standbyReplicas;
	}

	@Override
	public Map<TaskId, CopyState> copies() {
		return this.copies;
	}

	@Override
	public int layout() {
		return this.layout;
	}

	@Override
	public void assignmentOutdated() {
		this.outdated = true;
	}

	@Override
	public void ownersChanged(TaskOwners owners) {
		this.owners = owners;
	}

}
