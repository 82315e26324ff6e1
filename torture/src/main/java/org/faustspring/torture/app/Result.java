package org.faustspring.torture.app;

/**
 * What a handler returns.
 *
 * @param group what the chain belongs to: source and account, or product and lane
 * @param account the event's account
 * @param n the event's number
 * @param chain the chain that ends with the event
 * @param padding nothing, or much of it
 */
public record Result(String group, String account, long n, Chain chain, String padding) {

}
