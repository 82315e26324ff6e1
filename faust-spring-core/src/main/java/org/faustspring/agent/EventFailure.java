package org.faustspring.agent;

import org.faustspring.stream.Event;

/**
 * A failed attempt to process an event.
 *
 * @param agent name of the agent
 * @param event the event; valid until the decision has been made
 * @param attempt how often the handler has been called for it, the failed call included
 * @param cause what the handler has thrown
 */
public record EventFailure(String agent, Event<?> event, int attempt, Throwable cause) {

}
