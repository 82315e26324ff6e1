package org.faustspring.engine.assignment;

/**
 * What the engine gives its assignor, as an object in the consumer's configuration under
 * {@link #CONFIG_KEY}. All methods are called on the thread that polls the consumer.
 */
public interface AssignorContext {

	/**
	 * The key of the consumer's configuration that holds the context.
	 */
	String CONFIG_KEY = "faust.assignor.context";

	/**
	 * Return the topics this instance has to see partitioned together. Read each time the
	 * instance joins the group, and by the group's leader for each assignment.
	 * @return the groups
	 */
	CopartitionGroups groups();

	/**
	 * Return what the other instances shall know of this one. Read each time the instance
	 * joins the group.
	 * @return the description of this instance
	 */
	InstanceInfo instance();

	/**
	 * Take the owners of all tasks after an assignment. Called once for each assignment,
	 * after {@code onPartitionsRevoked} and before {@code onPartitionsAssigned}.
	 * @param owners the owners; {@link TaskOwners#none()} when the leader sent nothing
	 * that can be read
	 */
	void ownersChanged(TaskOwners owners);

}
