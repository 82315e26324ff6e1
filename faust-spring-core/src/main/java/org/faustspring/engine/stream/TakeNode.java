package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps values back until there is a list of them, or their time is over.
 */
final class TakeNode extends Step {

	private final Flow flow;

	private final int size;

	private final long withinNanos;

	private List<@Nullable Object> values = new ArrayList<>();

	private @Nullable Hold hold;

	private long deadline;

	TakeNode(Node next, Flow flow, int size, Duration within) {
		super(next);
		this.flow = flow;
		this.size = size;
		this.withinNanos = within.toNanos();
	}

	@Override
	public void push(@Nullable Object value) throws Exception {
		if (this.flow.alone()) {
			this.next.push(Collections.singletonList(value));
			return;
		}
		this.hold = this.flow.hold(this.hold);
		if (this.values.isEmpty()) {
			this.deadline = this.flow.now() + this.withinNanos;
		}
		this.values.add(value);
		if (this.values.size() >= this.size) {
			flush(this.hold);
		}
	}

	/** Whether a list went on because its time is over. */
	boolean flushDue(long now) throws Exception {
		return due(now) && flush();
	}

	boolean due(long now) {
		return this.hold != null && now - this.deadline >= 0;
	}

	/** Time until a list that there is has to go on. */
	long left(long now) {
		return this.deadline - now;
	}

	/** Whether there was a list to go on. */
	boolean flush() throws Exception {
		Hold kept = this.hold;
		if (kept == null) {
			return false;
		}
		flush(kept);
		return true;
	}

	private void flush(Hold kept) throws Exception {
		List<@Nullable Object> list = Collections.unmodifiableList(this.values);
		drop();
		this.flow.takeUp(kept);
		this.next.push(list);
	}

	@Nullable Hold hold() {
		return this.hold;
	}

	void drop() {
		this.values = new ArrayList<>();
		this.hold = null;
	}

}
