package org.faustspring.stream;

import org.jspecify.annotations.Nullable;

/**
 * A value and its place in the sequence that an actor has seen. Immutable.
 *
 * @param index 0 for the first value since the actor began
 * @param value the value, {@code null} for a tombstone
 * @param <T> the type of the value
 */
public record Indexed<T>(long index, @Nullable T value) {

}
