package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * Another process has joined the group under the id of this instance, which therefore is
 * out.
 */
public class InstanceReplacedException extends FaustStartupException {

	private final String instanceId;

	/**
	 * Create the exception.
	 * @param groupId the consumer group
	 * @param instanceId the id that both have
	 * @param cause the error behind it, or {@code null}
	 */
	public InstanceReplacedException(String groupId, String instanceId, @Nullable Throwable cause) {
		super(("Another process has joined group '%s' as instance '%s' and has replaced this one: each instance needs an "
				+ "id of its own, from 'faust.instance-id' or from a 'faust.state-directory' that no other uses")
			.formatted(groupId, instanceId), cause);
		this.instanceId = instanceId;
	}

	/**
	 * Return the id that both have.
	 * @return the instance id
	 */
	public String instanceId() {
		return this.instanceId;
	}

}
