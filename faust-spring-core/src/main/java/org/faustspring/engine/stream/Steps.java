package org.faustspring.engine.stream;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.stream.Destination;
import org.faustspring.stream.Indexed;
import org.faustspring.stream.Item;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The nodes that are one line each. Tombstones reach functions as {@code null}.
 */
@SuppressWarnings("NullAway")
final class Steps {

	private Steps() {
	}

	static Operator.Maker map(Function<Object, ?> function) {
		return (next, assembly) -> new Step(next) {

			@Override
			public void push(@Nullable Object value) throws Exception {
				this.next.push(function.apply(value));
			}

		};
	}

	static Operator.Maker filter(Predicate<Object> predicate) {
		return (next, assembly) -> new Step(next) {

			@Override
			public void push(@Nullable Object value) throws Exception {
				if (predicate.test(value)) {
					this.next.push(value);
				}
			}

		};
	}

	static Operator.Maker peek(Consumer<Object> action) {
		return (next, assembly) -> new Step(next) {

			@Override
			public void push(@Nullable Object value) throws Exception {
				action.accept(value);
				this.next.push(value);
			}

		};
	}

	static Operator.Maker echo(Destination<Object>[] destinations) {
		return (next, assembly) -> new Step(next) {

			private final Flow flow = assembly.flow();

			@Override
			public void push(@Nullable Object value) throws Exception {
				if (value != null) {
					for (Destination<Object> destination : destinations) {
						destination.accept(value, this.flow.event());
					}
				}
				this.next.push(value);
			}

		};
	}

	static Operator.Maker enumerate() {
		return (next, assembly) -> new Step(next) {

			private long index;

			@Override
			public void push(@Nullable Object value) throws Exception {
				this.next.push(new Indexed<>(this.index++, value));
			}

		};
	}

	/**
	 * Events; those of the records themselves where the values are theirs.
	 */
	static Operator.Maker events(boolean unchanged) {
		return (next, assembly) -> new Step(next) {

			private final Flow flow = assembly.flow();

			@Override
			public void push(@Nullable Object value) throws Exception {
				this.next.push(unchanged ? this.flow.event() : new ChangedEvent<>(this.flow.event(), value));
			}

		};
	}

	static Operator.Maker items(Class<?> keyType) {
		return (next, assembly) -> new Step(next) {

			private final Flow flow = assembly.flow();

			private final Deserializer<?> keys = assembly.serdes()
				.forType(ResolvableType.forClass(keyType), true)
				.deserializer();

			@Override
			public void push(@Nullable Object value) throws Exception {
				EventRecord<?> record = this.flow.record();
				byte[] bytes = record.rawKey();
				Object key = (bytes != null) ? this.keys.deserialize(record.record().topic(), record.headers(), bytes)
						: null;
				this.next.push(new Item<>(key, value));
			}

		};
	}

	static Node branch(Node next, Node side, Predicate<Object> when) {
		return new Step(next) {

			@Override
			public void push(@Nullable Object value) throws Exception {
				if (when.test(value)) {
					side.push(value);
				}
				else {
					this.next.push(value);
				}
			}

		};
	}

	/** What comes out of a branch. */
	static Node end() {
		return new Node() {

			@Override
			public void push(@Nullable Object value) {
				// Nobody asked for it.
			}

		};
	}

}
