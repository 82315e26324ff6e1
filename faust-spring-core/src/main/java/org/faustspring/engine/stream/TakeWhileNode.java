package org.faustspring.engine.stream;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Ends the stream before the first value that a predicate does not hold for.
 */
final class TakeWhileNode extends Step {

	private final Flow flow;

	private final Predicate<Object> predicate;

	private boolean ended;

	TakeWhileNode(Node next, Flow flow, Predicate<Object> predicate) {
		super(next);
		this.flow = flow;
		this.predicate = predicate;
	}

	@Override
	@SuppressWarnings("NullAway") // tombstones reach functions as null
	public void push(@Nullable Object value) throws Exception {
		if (this.ended) {
			return;
		}
		if (this.predicate.test(value)) {
			this.next.push(value);
		}
		else {
			this.ended = true;
			this.flow.end();
		}
	}

	@Override
	public boolean wants() {
		return !this.ended && this.next.wants();
	}

	void reopen() {
		this.ended = false;
	}

}
