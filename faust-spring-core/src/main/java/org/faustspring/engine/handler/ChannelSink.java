package org.faustspring.engine.handler;

import org.faustspring.channel.Channel;
import org.faustspring.engine.unit.Outlet;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Sends results to a channel: one that the App has made takes them when the handler has
 * succeeded. Any thread.
 */
final class ChannelSink implements SinkBinding {

	private final String bean;

	private final boolean undoable;

	private final Channel<Object> channel;

	@SuppressWarnings("unchecked")
	ChannelSink(String bean, Channel<?> channel) {
		this.bean = bean;
		this.undoable = channel instanceof Outlet;
		this.channel = (Channel<Object>) channel;
	}

	@Override
	public boolean immediate() {
		return !this.undoable;
	}

	@Override
	public @Nullable Outlet outlet() {
		return (this.channel instanceof Outlet outlet) ? outlet : null;
	}

	@Override
	public void accept(Object result, Event<?> event, UnitOfWork unit) throws InterruptedException {
		try {
			this.channel.send(result);
		}
		catch (InterruptedException ex) {
			// Whoever catches it as the handler's error must still see it.
			Thread.currentThread().interrupt();
			throw ex;
		}
	}

	@Override
	public @Nullable String topic() {
		return null;
	}

	@Override
	public String toString() {
		return "channel " + this.bean;
	}

}
