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
 * operators: these are composed by an agent. For one thread, but any may close it.
 *
 * @param <T> the type of the messages
 */
final class ReaderStream<T> implements ChannelStream<T> {

	private final BoundedChannel<T> channel;

	private @Nullable ChannelReader<T> reader;

	private boolean closed;

	ReaderStream(BoundedChannel<T> channel) {
		this.channel = channel;
	}

	@Override
	public Iterator<T> iterator() {
		return new Messages(open());
	}

	private synchronized ChannelReader<T> open() {
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

	private UnsupportedOperationException noOperators() {
		return new UnsupportedOperationException(
				"A stream of channel '%s' can only be iterated here: use its operators in an agent"
					.formatted(this.channel.name()));
	}

	@Override
	public EventStream<Event<T>> events() {
		throw noOperators();
	}

	@Override
	public <K> EventStream<Item<K, T>> items(Class<K> keyType) {
		throw noOperators();
	}

	@Override
	public <R> EventStream<R> map(Function<? super T, ? extends R> function) {
		throw noOperators();
	}

	@Override
	public <R> EventStream<R> flatMap(Function<? super T, ? extends Iterable<? extends R>> function) {
		throw noOperators();
	}

	@Override
	public EventStream<T> filter(Predicate<? super T> predicate) {
		throw noOperators();
	}

	@Override
	public EventStream<T> peek(Consumer<? super T> action) {
		throw noOperators();
	}

	@Override
	public EventStream<Indexed<T>> enumerate() {
		throw noOperators();
	}

	@Override
	public EventStream<List<T>> take(int size, Duration within) {
		throw noOperators();
	}

	@Override
	public EventStream<T> takeWhile(Predicate<? super T> predicate) {
		throw noOperators();
	}

	@Override
	public EventStream<T> rateLimit(int events, Duration per) {
		throw noOperators();
	}

	@Override
	public <K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String by) {
		throw noOperators();
	}

	@Override
	public <K> EventStream<T> groupBy(Function<? super T, ? extends K> key, String by, Class<K> keyType,
			Class<T> valueType) {
		throw noOperators();
	}

	@Override
	public EventStream<T> through(Conduit<T> topic) {
		throw noOperators();
	}

	@Override
	@SafeVarargs
	public final EventStream<T> echo(Destination<? super T>... destinations) {
		throw noOperators();
	}

	@Override
	public EventStream<T> sink(Destination<? super T> destination) {
		throw noOperators();
	}

	@Override
	@SafeVarargs
	public final EventStream<T> merge(EventStream<? extends T>... others) {
		throw noOperators();
	}

	@Override
	@SafeVarargs
	public final EventStream<T> mergeByTime(Duration wait, EventStream<? extends T>... others) {
		throw noOperators();
	}

	@Override
	public EventStream<T> branch(Predicate<? super T> when,
			Function<? super EventStream<T>, ? extends EventStream<?>> branch) {
		throw noOperators();
	}

	@Override
	public EventStream<T> distinct(Function<? super T, ?> key, Duration within) {
		throw noOperators();
	}

	@Override
	public EventStream<T> noAck() {
		throw noOperators();
	}

	@Override
	public Event<?> currentEvent() {
		throw noOperators();
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
