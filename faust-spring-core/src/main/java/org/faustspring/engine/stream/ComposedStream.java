package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.faustspring.engine.channel.ReaderOperators;
import org.faustspring.engine.channel.ReaderSource;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.stream.Conduit;
import org.faustspring.stream.Destination;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.stream.Indexed;
import org.faustspring.stream.Item;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it is composed: the one before it, and an operator. Belongs to the thread
 * that composes; only {@link #currentEvent()} and {@link #iterator()} are for later.
 *
 * @param <T> the type of the values
 */
@SuppressWarnings("unchecked")
public final class ComposedStream<T> implements EventStream<T> {

	private final StreamRoot root;

	private final @Nullable ComposedStream<?> before;

	private final @Nullable Operator operator;

	private boolean used;

	private ComposedStream(StreamRoot root, @Nullable ComposedStream<?> before, @Nullable Operator operator) {
		this.root = root;
		this.before = before;
		this.operator = operator;
	}

	static ComposedStream<Object> of(StreamRoot root) {
		return new ComposedStream<>(root, null, null);
	}

	/**
	 * Return a stream of a topic, to be merged into an agent's.
	 * @param topic the topic
	 * @param <T> the type of the values
	 * @return the stream
	 */
	public static <T> EventStream<T> of(StreamTopic topic) {
		return new ComposedStream<>(StreamRoot.ofTopic(topic), null, null);
	}

	/**
	 * Return what composes streams of channels outside of agents.
	 * @param serdes chooses serdes by type
	 * @return the beginning of such streams
	 */
	public static ReaderOperators outside(SerdeResolver serdes) {
		return new ReaderOperators() {

			@Override
			public <T> EventStream<T> begin(ReaderSource source) {
				return new ComposedStream<>(StreamRoot.ofReader(source, serdes), null, null);
			}

		};
	}

	StreamRoot root() {
		return this.root;
	}

	/** The operators from the first to the last; nothing may follow any more. */
	List<Operator> finish() {
		use();
		List<Operator> steps = new ArrayList<>();
		ComposedStream<?> stream = this;
		while (stream != null && stream.operator != null) {
			steps.add(stream.operator);
			stream = stream.before;
		}
		Collections.reverse(steps);
		return List.copyOf(steps);
	}

	private void use() {
		if (this.used) {
			throw new IllegalStateException(
					"A stream is used twice%s: go on with what the operator returned, and compose side streams with branch()"
						.formatted((this.operator instanceof Operator.Simple simple) ? " after " + simple.name() + "()"
								: ""));
		}
		this.used = true;
	}

	private <R> EventStream<R> then(Operator next) {
		this.root.check(next);
		use();
		return new ComposedStream<>(this.root, this, next);
	}

	private <R> EventStream<R> then(String name, boolean keepsValues, Operator.Maker maker) {
		return then(new Operator.Simple(name, keepsValues, maker));
	}

	@Override
	public Iterator<T> iterator() {
		return (Iterator<T>) this.root.iterate(this);
	}

	@Override
	public EventStream<Event<T>> events() {
		boolean unchanged = true;
		for (ComposedStream<?> stream = this; stream != null; stream = stream.before) {
			unchanged &= stream.operator == null || stream.operator.keepsValues();
			if (stream.operator instanceof Operator.Split) {
				break;
			}
			// Of merged streams each may have its own.
			unchanged &= !(stream.operator instanceof Operator.Merge);
		}
		return then("events", false, Steps.events(unchanged));
	}

	@Override
	public <K> EventStream<Item<K, T>> items(Class<K> keyType) {
		return then("items", false, Steps.items(keyType));
	}

	@Override
	public <R> EventStream<R> map(Function<? super T, ? extends R> function) {
		return then("map", false, Steps.map((Function<Object, ?>) (Function<?, ?>) required(function)));
	}

	@Override
	public <R> EventStream<R> flatMap(Function<? super T, ? extends Iterable<? extends R>> function) {
		return then(
				new Operator.FlatMap((Function<Object, @Nullable Iterable<?>>) (Function<?, ?>) required(function)));
	}

	@Override
	public EventStream<T> filter(Predicate<? super T> predicate) {
		return then("filter", true, Steps.filter((Predicate<Object>) required(predicate)));
	}

	@Override
	public EventStream<T> peek(Consumer<? super T> action) {
		return then("peek", true, Steps.peek((Consumer<Object>) required(action)));
	}

	@Override
	public EventStream<Indexed<T>> enumerate() {
		return then("enumerate", false, Steps.enumerate());
	}

	@Override
	public EventStream<List<T>> take(int size, Duration within) {
		if (size < 1) {
			throw new IllegalArgumentException("take(%d, ...): a list has at least 1 value".formatted(size));
		}
		return then(new Operator.Take(size, positive("take", within)));
	}

	@Override
	public EventStream<T> takeWhile(Predicate<? super T> predicate) {
		return then(new Operator.TakeWhile((Predicate<Object>) required(predicate)));
	}

	@Override
	public EventStream<T> rateLimit(int events, Duration per) {
		if (events < 1) {
			throw new IllegalArgumentException("rateLimit(%d, ...): let through at least 1 value".formatted(events));
		}
		positive("rateLimit", per);
		return then("rateLimit", true, (next, assembly) -> new RateNode(next, assembly.flow(), events, per));
	}

	@Override
	public <K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String name) {
		return then(new Operator.Split(name, (Function<Object, @Nullable Object>) (Function<?, ?>) required(key), null,
				null, null));
	}

	@Override
	public <K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String name, Class<K> keyType,
			Class<T> valueType) {
		return then(new Operator.Split(name, (Function<Object, @Nullable Object>) (Function<?, ?>) required(key),
				keyType, valueType, null));
	}

	@Override
	public EventStream<T> through(Conduit<T> topic) {
		if (!(topic instanceof StreamTopic streamTopic)) {
			throw new IllegalArgumentException(
					"through(%s): a stream goes through topics only; to a channel, use echo() or sink()"
						.formatted(topic));
		}
		return then(new Operator.Split(streamTopic.name(), null, null, null, streamTopic));
	}

	@Override
	public EventStream<T> echo(Destination<? super T>... destinations) {
		return then("echo", true, Steps.echo((Destination<Object>[]) destinations.clone()));
	}

	@Override
	public EventStream<T> sink(Destination<? super T> destination) {
		return then("sink", true, Steps.echo(new Destination[] { required(destination) }));
	}

	@Override
	public EventStream<T> merge(EventStream<? extends T>... others) {
		return merge(null, others);
	}

	@Override
	public EventStream<T> mergeByTime(Duration wait, EventStream<? extends T>... others) {
		return merge(positive("mergeByTime", wait), others);
	}

	private EventStream<T> merge(@Nullable Duration wait, EventStream<?>[] others) {
		return then(new Operator.Merge(wait, Arrays.stream(others).map(StreamRoot::source).toList()));
	}

	@Override
	public EventStream<T> branch(Predicate<? super T> when,
			Function<? super EventStream<T>, ? extends EventStream<?>> branch) {
		StreamRoot side = this.root.branch();
		EventStream<?> end = branch.apply((EventStream<T>) of(side));
		if (!(end instanceof ComposedStream<?> composed) || composed.root != side) {
			throw new IllegalArgumentException(
					"branch(): the composition has to return the stream that it was given, or what an operator made of it");
		}
		return then(new Operator.Branch((Predicate<Object>) required(when), composed.finish()));
	}

	@Override
	public EventStream<T> distinct(Function<? super T, ?> key, Duration within) {
		return then(new Operator.Distinct((Function<Object, @Nullable Object>) (Function<?, ?>) required(key),
				positive("distinct", within)));
	}

	@Override
	public EventStream<T> noAck() {
		return then(new Operator.NoAck());
	}

	@Override
	public Event<?> currentEvent() {
		Flow flow = Flows.current();
		if (flow == null) {
			throw new IllegalStateException(
					"There is no current event: ask in the loop or in a function of the stream, on the agent's thread");
		}
		return flow.event();
	}

	private static <F> F required(F function) {
		return Objects.requireNonNull(function, "An operator's argument is null");
	}

	private static Duration positive(String operator, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("%s(): the duration is %s".formatted(operator, duration));
		}
		return duration;
	}

}
