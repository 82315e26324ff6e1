package org.faustspring.engine.stream;

import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event whose value has been made from that of another. Belongs to the thread that
 * pushes.
 *
 * @param <T> the type of the value
 */
final class ChangedEvent<T> extends ForwardedEvent<T> {

	private final @Nullable T value;

	ChangedEvent(Event<?> event, @Nullable T value) {
		super(event);
		this.value = value;
	}

	@Override
	public @Nullable T value() {
		return this.value;
	}

}
