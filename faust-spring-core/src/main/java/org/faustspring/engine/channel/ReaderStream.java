package org.faustspring.engine.channel;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.faustspring.channel.ChannelStream;
import org.faustspring.stream.Conduit;
import org.faustspring.stream.Destination;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.stream.Indexed;
import org.faustspring.stream.Item;
import org.jspecify.annotations.Nullable;

/**
 * Iterates a channel outside of agents, by a {@link ChannelReader} of its own. It has no
 * operators of its own. For one thread, but any may close it.
 *
 * @param <T> the type of the messages
 */
final class ReaderStream<T> implements ChannelStream<T>, ReaderSource {

	private final BoundedChannel<T> channel;

	private final @Nullable ReaderOperators operators;

	private @Nullable ChannelReader<T> reader;

	private boolean closed;

	ReaderStream(BoundedChannel<T> channel, @Nullable ReaderOperators operators) {
		this.operators = operators;
		this.channel = channel;
	}

	@Override
	public Iterator<T> iterator() {
		return new Messages(open());
	}

	@Override
	public String name() {
		return this.channel.name();
	}

	@Override
	public BoundedChannel<T> channel() {
		return this.channel;
	}

	@Override
	public synchronized ChannelReader<T> open() {
		if (this.closed || this.reader != null) {
			throw new IllegalStateException("A stream of channel '%s' has been %s before".formatted(this.channel.name(),
					(this.closed) ? "closed" : "iterated"));
		}
		ChannelReader<T> opened = this.channel.reader();
		this.reader = opened;
		return opened;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		ChannelReader<T> opened = this.reader;
		if (opened != null) {
			opened.close();
			opened.processed();
		}
	}

	private EventStream<T> begin() {
		if (this.operators == null) {
			throw new UnsupportedOperationException(
					"A stream of channel '%s' can only be iterated: it was not made by an App"
						.formatted(this.channel.name()));
		}
		return this.operators.begin(this);
	}

	@Override
	public EventStream<Event<T>> events() {
		return begin().events();
	}

	@Override
	public <K> EventStream<Item<K, T>> items(Class<K> keyType) {
		return begin().items(keyType);
	}

	@Override
	public <R> EventStream<R> map(Function<? super T, ? extends R> function) {
		return begin().map(function);
	}

	@Override
	public <R> EventStream<R> flatMap(Function<? super T, ? extends Iterable<? extends R>> function) {
		return begin().flatMap(function);
	}

	@Override
	public EventStream<T> filter(Predicate<? super T> predicate) {
		return begin().filter(predicate);
	}

	@Override
	public EventStream<T> peek(Consumer<? super T> action) {
		return begin().peek(action);
	}

	@Override
	public EventStream<Indexed<T>> enumerate() {
		return begin().enumerate();
	}

	@Override
	public EventStream<List<T>> take(int size, Duration within) {
		return begin().take(size, within);
	}

	@Override
	public EventStream<T> takeWhile(Predicate<? super T> predicate) {
		return begin().takeWhile(predicate);
	}

	@Override
	public EventStream<T> rateLimit(int events, Duration per) {
		return begin().rateLimit(events, per);
	}

	@Override
	public <K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String by) {
		return begin().groupBy(key, by);
	}

	@Override
	public <K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String by, Class<K> keyType,
			Class<T> valueType) {
		return begin().groupBy(key, by, keyType, valueType);
	}

	@Override
	public EventStream<T> through(Conduit<T> topic) {
		return begin().through(topic);
	}

	@Override
	@SafeVarargs
	public final EventStream<T> echo(Destination<? super T>... destinations) {
		return begin().echo(destinations);
	}

	@Override
	public EventStream<T> sink(Destination<? super T> destination) {
		return begin().sink(destination);
	}

	@Override
	@SafeVarargs
	public final EventStream<T> merge(EventStream<? extends T>... others) {
		throw new UnsupportedOperationException(
				"Outside of agents a stream of channel '%s' has no merge(), since topics are read by agents only"
					.formatted(this.channel.name()));
	}

	@Override
	@SafeVarargs
	public final EventStream<T> mergeByTime(Duration wait, EventStream<? extends T>... others) {
		throw new UnsupportedOperationException(
				"Outside of agents a stream of channel '%s' has no merge(), since topics are read by agents only"
					.formatted(this.channel.name()));
	}

	@Override
	public EventStream<T> branch(Predicate<? super T> when,
			Function<? super EventStream<T>, ? extends EventStream<?>> branch) {
		return begin().branch(when, branch);
	}

	@Override
	public EventStream<T> distinct(Function<? super T, ?> key, Duration within) {
		return begin().distinct(key, within);
	}

	@Override
	public EventStream<T> noAck() {
		return begin().noAck();
	}

	@Override
	public Event<?> currentEvent() {
		return begin().currentEvent();
	}

	/**
	 * The messages, one after the other.
	 */
	private final class Messages implements Iterator<T> {

		private final ChannelReader<T> from;

		private @Nullable T next;

		private boolean ended;

		private Messages(ChannelReader<T> from) {
			this.from = from;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null && !this.ended) {
				this.next = take();
				this.ended = this.next == null;
			}
			return !this.ended;
		}

		private @Nullable T take() {
			try {
				return this.from.take();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				close();
				return null;
			}
		}

		@Override
		public T next() {
			if (!hasNext()) {
				throw new NoSuchElementException(
						"The stream of channel '%s' has been closed".formatted(ReaderStream.this.channel.name()));
			}
			T message = java.util.Objects.requireNonNull(this.next);
			this.next = null;
			return message;
		}

	}

}
