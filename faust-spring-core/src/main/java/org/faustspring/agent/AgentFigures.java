package org.faustspring.agent;

/**
 * What an agent has done with one topic since the App was made.
 *
 * @param topic the topic
 * @param events events processed
 * @param errors handler calls that threw
 * @param undeserializable messages that did not deserialize
 * @param deadLettered messages sent to the dead-letter topic
 * @param skipped messages skipped by policy
 * @param handlerNanos time spent in handlers, with reading their events and, where events
 * are processed one at a time, handing over what they send; in nanoseconds
 */
public record AgentFigures(String topic, long events, long errors, long undeserializable, long deadLettered,
		long skipped, long handlerNanos) {

}
