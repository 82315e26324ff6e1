package org.faustspring.engine.assignment;

import java.util.Map;

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
	 * This instance asks to join the group, again or for the first time: a rebalance is
	 * under way until the consumer's listener hears of its outcome.
	 */
	default void joins() {
	}

	/**
	 * Return what the other instances shall know of this one. Read each time the instance
	 * joins the group.
	 * @return the description of this instance
	 */
	InstanceInfo instance();

	/**
	 * Tell whether a group's tasks have tables, so that moving one takes time. Asked by
	 * the group's leader.
	 * @param group the name of the group
	 * @return whether they have
	 */
	default boolean hasTables(String group) {
		return false;
	}

	/**
	 * Return how many copies of each task with tables other instances shall keep. Asked
	 * by the group's leader.
	 * @return the number
	 */
	default int standbyReplicas() {
		return 0;
	}

	/**
	 * Return what this instance has of tasks it does not own. Read each time the instance
	 * joins the group.
	 * @return the state of each copy
	 */
	default Map<TaskId, CopyState> copies() {
		return Map.of();
	}

	/**
	 * Return a number that is another one when the partitions of this instance's topics
	 * have changed.
	 * @return any number
	 */
	default int layout() {
		return 0;
	}

	/**
	 * Return how often this instance has asked for a rebalance: the broker makes one only
	 * when what a member says has changed.
	 * @return the number
	 */
	default int rejoins() {
		return 0;
	}

	/**
	 * The assignment was made for what this instance has said before a restart, and does
	 * not fit what it says now: a static member gets its old assignment back without
	 * anybody looking. Called after {@link #ownersChanged}.
	 */
	default void assignmentOutdated() {
	}

	/**
	 * Take the owners of all tasks after an assignment. Called once for each assignment,
	 * after {@code onPartitionsRevoked} and before {@code onPartitionsAssigned}.
	 * @param owners the owners; {@link TaskOwners#none()} when the leader sent nothing
	 * that can be read
	 */
	void ownersChanged(TaskOwners owners);

}
