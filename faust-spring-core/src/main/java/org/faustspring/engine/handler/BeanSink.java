package org.faustspring.engine.handler;

import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.sink.Sink;
import org.faustspring.stream.Event;
import org.faustspring.topic.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Hands results to a bean. Any thread.
 */
final class BeanSink implements SinkBinding {

	private final String bean;

	private final Sink<Object> sink;

	@SuppressWarnings("unchecked")
	BeanSink(String bean, Sink<?> sink) {
		this.bean = bean;
		this.sink = (Sink<Object>) sink;
	}

	@Override
	public boolean immediate() {
		return !(this.sink instanceof Topic);
	}

	@Override
	public void accept(Object result, Event<?> event, UnitOfWork unit) throws Exception {
		this.sink.accept(result, event);
	}

	@Override
	public @Nullable String topic() {
		return null;
	}

	@Override
	public String toString() {
		return "bean " + this.bean;
	}

}
