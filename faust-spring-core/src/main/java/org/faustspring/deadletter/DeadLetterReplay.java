package org.faustspring.deadletter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Shows what is in dead-letter topics, and sends it back to where it came from. Any
 * thread; a request takes as long as the topic is long.
 */
public interface DeadLetterReplay {

	/**
	 * Return the names of the cluster's dead-letter topics.
	 * @return names, in order
	 */
	List<String> topics();

	/**
	 * Return some dead letters.
	 * @param topic the dead-letter topic
	 * @param filter which ones
	 * @param limit how many at most, at least 1
	 * @param from where to begin, as the page before says; {@code null} for the beginning
	 * @return the page
	 * @throws IllegalArgumentException if there is no such topic, or {@code from} is not
	 * a place
	 */
	DeadLetterPage page(String topic, DeadLetterFilter filter, int limit, @Nullable String from);

	/**
	 * Send records back to the topic and partition they came from, with their key, value,
	 * time and own headers; each of them once, however often this is asked for and
	 * whatever interrupts it. Only the agent that could not process them gets them again;
	 * applications that do not use this library see them as new records. Those that are
	 * there when it begins are looked at; those that are filtered out can be sent back
	 * later.
	 * @param topic the dead-letter topic
	 * @param filter which ones
	 * @return what was done
	 * @throws IllegalArgumentException if there is no such topic
	 */
	ReplayResult replay(String topic, DeadLetterFilter filter);

}
