package org.faustspring.agent;

import java.time.Duration;
import java.util.List;

/**
 * A handler call that has not returned yet.
 *
 * @param agent the agent
 * @param event topic-partition-offset of the event, or of a batch's first event
 * @param running for how long
 * @param stack the stack of the thread that runs it, innermost first
 */
public record HandlerInProgress(String agent, String event, Duration running, List<String> stack) {

}
