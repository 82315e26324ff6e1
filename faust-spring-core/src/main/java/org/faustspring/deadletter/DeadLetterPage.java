package org.faustspring.deadletter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Some dead letters of a topic.
 *
 * @param topic the dead-letter topic
 * @param letters the dead letters, by partition and offset
 * @param next where the next page begins, {@code null} if there is none
 */
public record DeadLetterPage(String topic, List<DeadLetter> letters, @Nullable String next) {

}
