package org.faustspring.stream;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The sequence of events that an agent consumes. An agent that returns one is composed
 * once, at start, and run by the engine; an agent that returns nothing iterates it. Each
 * operator returns a stream; the one it was called on must not be used further, but for
 * {@link #currentEvent()}.
 * <p>
 * An event is acknowledged when the next one is asked for: its effects and its offset
 * then join the open commit. For the thread of the agent only.
 *
 * @param <T> the type of the values
 */
public interface EventStream<T> extends Iterable<T> {

	/**
	 * Iterate: each value is acknowledged when the next one is asked for. Waits for
	 * events; ends only where an operator such as {@link #takeWhile} ends the stream.
	 * @return the iterator
	 */
	@Override
	Iterator<T> iterator();

	EventStream<Event<T>> events();

	<K> EventStream<Item<K, T>> items(Class<K> keyType);

	<R> EventStream<R> map(Function<? super T, ? extends R> function);

	<R> EventStream<R> flatMap(Function<? super T, ? extends Iterable<? extends R>> function);

	EventStream<T> filter(Predicate<? super T> predicate);

	EventStream<T> peek(Consumer<? super T> action);

	EventStream<Indexed<T>> enumerate();

	EventStream<List<T>> take(int size, Duration within);

	EventStream<T> takeWhile(Predicate<? super T> predicate);

	EventStream<T> rateLimit(int events, Duration per);

	<K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String name);

	<K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String name, Class<K> keyType, Class<T> valueType);

	EventStream<T> through(Conduit<T> topic);

	@SuppressWarnings("unchecked")
	EventStream<T> echo(Destination<? super T>... destinations);

	EventStream<T> sink(Destination<? super T> destination);

	@SuppressWarnings("unchecked")
	EventStream<T> merge(EventStream<? extends T>... others);

	@SuppressWarnings("unchecked")
	EventStream<T> mergeByTime(Duration wait, EventStream<? extends T>... others);

	EventStream<T> branch(Predicate<? super T> when, Function<? super EventStream<T>, ? extends EventStream<?>> branch);

	EventStream<T> distinct(Function<? super T, ?> key, Duration within);

	EventStream<T> noAck();

	Event<?> currentEvent();

}
