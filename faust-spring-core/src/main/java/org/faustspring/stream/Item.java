package org.faustspring.stream;

import org.jspecify.annotations.Nullable;

/**
 * A key and a value of a stream. Immutable.
 *
 * @param key the key, or {@code null} if the message has none
 * @param value the value, {@code null} for a tombstone
 * @param <K> the type of the key
 * @param <T> the type of the value
 */
public record Item<K, T>(@Nullable K key, @Nullable T value) {

}
