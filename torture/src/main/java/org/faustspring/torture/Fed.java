package org.faustspring.torture;

import org.faustspring.torture.app.Movement;
import org.jspecify.annotations.Nullable;

/**
 * A record of the input.
 *
 * @param source the topic
 * @param partition the partition
 * @param key the key
 * @param value the value
 * @param movement what the value says, or {@code null} if it does not deserialize
 */
record Fed(String source, int partition, String key, String value, @Nullable Movement movement) {

}
