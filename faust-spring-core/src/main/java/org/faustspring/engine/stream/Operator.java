package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.faustspring.engine.channel.BoundedChannel;
import org.jspecify.annotations.Nullable;

/**
 * A step of a stream as it was composed. Immutable, but for what the functions in it keep
 * themselves.
 */
sealed interface Operator {

	/**
	 * Tell whether the values behind it are those before it.
	 * @return whether bytes can stand for them
	 */
	default boolean keepsValues() {
		return true;
	}

	/**
	 * Makes an actor's node.
	 */
	@FunctionalInterface
	interface Maker {

		/**
		 * Make the node.
		 * @param next the node behind it
		 * @param assembly what is being made
		 * @return the node
		 */
		Node make(Node next, Assembly assembly);

	}

	/** A step without a life of its own. */
	record Simple(String name, boolean keepsValues, Maker maker) implements Operator {
	}

	/** Several values from one. */
	record FlatMap(Function<Object, @Nullable Iterable<?>> function) implements Operator {

		@Override
		public boolean keepsValues() {
			return false;
		}

	}

	/** Lists. */
	record Take(int size, Duration within) implements Operator {

		@Override
		public boolean keepsValues() {
			return false;
		}

	}

	/** The end before a value. */
	record TakeWhile(Predicate<Object> predicate) implements Operator {
	}

	/** Values that have not been seen. */
	record Distinct(Function<Object, @Nullable Object> key, Duration within) implements Operator {
	}

	/** A side stream. */
	record Branch(Predicate<Object> when, List<Operator> steps) implements Operator {
	}

	/** Further inputs. */
	record Merge(@Nullable Duration longestWait, List<Source> sources) implements Operator {
	}

	/** Acknowledgement by the application. */
	record NoAck() implements Operator {
	}

	/** The way through another topic. */
	record Split(String name, @Nullable Function<Object, @Nullable Object> key, @Nullable Class<?> keyType,
			@Nullable Class<?> valueType, @Nullable StreamTopic through) implements Operator {
	}

	/**
	 * A merged stream: its topic or its channel, and what happens to its values before
	 * they are merged.
	 *
	 * @param topic the topic, {@code null} for a channel
	 * @param channel the channel, {@code null} for a topic
	 * @param steps the steps
	 */
	record Source(@Nullable StreamTopic topic, @Nullable BoundedChannel<?> channel, List<Operator> steps) {
	}

}
