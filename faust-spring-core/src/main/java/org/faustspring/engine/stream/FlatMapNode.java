package org.faustspring.engine.stream;

import java.util.Iterator;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Pushes several values of one, as long as there is room for them.
 */
final class FlatMapNode extends Step {

	private final Function<Object, @Nullable Iterable<?>> function;

	private @Nullable Iterator<?> values;

	FlatMapNode(Node next, Function<Object, @Nullable Iterable<?>> function) {
		super(next);
		this.function = function;
	}

	@Override
	@SuppressWarnings("NullAway") // tombstones reach functions as null
	public void push(@Nullable Object value) throws Exception {
		Iterable<?> many = this.function.apply(value);
		if (many != null) {
			this.values = many.iterator();
			proceed();
		}
	}

	@Override
	public boolean wants() {
		return this.values == null && this.next.wants();
	}

	/**
	 * Push further values while there is room.
	 * @return whether any was pushed
	 */
	boolean proceed() throws Exception {
		Iterator<?> left = this.values;
		boolean pushed = false;
		while (left != null && this.next.wants()) {
			if (!left.hasNext()) {
				this.values = null;
				return pushed;
			}
			this.next.push(left.next());
			pushed = true;
			left = this.values;
		}
		return pushed;
	}

	boolean open() {
		return this.values != null;
	}

	void drop() {
		this.values = null;
	}

}
