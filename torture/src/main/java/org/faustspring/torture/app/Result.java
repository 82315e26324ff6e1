package org.faustspring.torture.app;

import org.jspecify.annotations.Nullable;

/**
 * What a handler returns.
 *
 * @param group what the chain belongs to: source and account, or product and lane
 * @param account the event's account
 * @param n the event's number
 * @param chain the chain that ends with the event
 * @param padding nothing, or much of it
 * @param asked what another agent has answered, if it was asked
 */
public record Result(String group, String account, long n, Chain chain, String padding, @Nullable Balance asked) {

	/**
	 * Add an answer.
	 * @param answer what another agent has answered
	 * @return the result with it
	 */
	public Result withAsked(@Nullable Balance answer) {
		return new Result(this.group, this.account, this.n, this.chain, this.padding, answer);
	}

}
