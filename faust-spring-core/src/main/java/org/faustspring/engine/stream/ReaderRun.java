package org.faustspring.engine.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.engine.channel.ChannelReader;
import org.faustspring.engine.channel.ReaderSource;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Iterates a channel outside of agents through operators: pushes one message after the
 * other, on the thread that iterates. What a value was made of is processed when the next
 * value is asked for.
 *
 * @param <M> the type of the messages
 */
final class ReaderRun<M> implements Flow, Iterator<@Nullable Object> {

	private static final long LONGEST_WAIT = Long.MAX_VALUE / 2;

	private final ReaderSource source;

	private final ChannelReader<M> reader;

	private final Chain chain;

	private @Nullable Group group;

	private @Nullable EventRecord<?> record;

	private boolean filled;

	private @Nullable Object value;

	private boolean ended;

	private boolean over;

	private long resting;

	private long number;

	@SuppressWarnings("unchecked")
	ReaderRun(ReaderSource source, List<Operator> steps, SerdeResolver serdes) {
		this.source = source;
		this.chain = Chain.of(new Segment(steps, null, null, null), this, new End(), serdes, (distinct) -> {
			throw new IllegalStateException("There are no tables outside of agents");
		});
		this.reader = (ChannelReader<M>) source.open();
	}

	@Override
	public boolean hasNext() {
		if (this.filled || this.over) {
			return this.filled;
		}
		Flow before = Flows.current();
		Flows.enter(this);
		try {
			advance();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
		}
		catch (RuntimeException ex) {
			this.chain.drop();
			throw ex;
		}
		catch (Exception ex) {
			this.chain.drop();
			throw new IllegalStateException(
					"An operator of a stream of channel '%s' has failed: %s".formatted(this.source.name(), ex), ex);
		}
		finally {
			Flows.enter(before);
		}
		return this.filled;
	}

	private void advance() throws Exception {
		boolean more = this.chain.proceed();
		while (!this.filled && !this.over) {
			if (!more) {
				finish();
				more = pushNext();
			}
			else {
				more = this.chain.proceed();
			}
		}
	}

	/** Whether a message is in hand that may have become several values. */
	private boolean pushNext() throws Exception {
		if (this.ended) {
			if (!this.chain.flush()) {
				close();
			}
			return this.group != null;
		}
		long now = now();
		if (this.chain.flushDue(now)) {
			return true;
		}
		long wait = Math.min(LONGEST_WAIT, this.chain.left(now));
		if (this.resting - now > 0) {
			this.reader.rest(Math.min(wait, this.resting - now));
			this.ended = this.reader.closed();
			return false;
		}
		BoundedChannel.Message<M> message = this.reader.take(wait);
		if (message == null) {
			this.ended = this.reader.closed();
			return false;
		}
		this.group = new Group(message);
		this.record = new EventRecord<>(new ConsumerRecord<>(this.source.name(), -1, this.number++,
				System.currentTimeMillis(), TimestampType.CREATE_TIME, ConsumerRecord.NULL_SIZE,
				ConsumerRecord.NULL_SIZE, null, null, new RecordHeaders(), Optional.empty()), message.value(),
				SerdeResolver.textOrBytes(), 1);
		this.chain.entry("").node().push(message.value());
		return true;
	}

	/** What is in hand has been processed, unless a list keeps it. */
	private void finish() {
		Group current = this.group;
		this.group = null;
		if (current != null && current.root().keepers == 0) {
			current.root().messages.forEach((message) -> release(message));
		}
	}

	@SuppressWarnings("unchecked")
	private void release(BoundedChannel.Message<?> message) {
		this.reader.release((BoundedChannel.Message<M>) message);
	}

	private void close() {
		this.over = true;
		this.source.close();
	}

	@Override
	public @Nullable Object next() {
		if (!hasNext()) {
			throw new NoSuchElementException("The stream of channel '%s' has ended".formatted(this.source.name()));
		}
		Object next = this.value;
		this.filled = false;
		this.value = null;
		return next;
	}

	@Override
	public Event<?> event() {
		return record();
	}

	@Override
	public EventRecord<?> record() {
		return Objects.requireNonNull(this.record);
	}

	@Override
	public boolean alone() {
		return false;
	}

	@Override
	public Hold hold(@Nullable Hold hold) {
		Group current = Objects.requireNonNull(this.group).root();
		Group kept = (hold != null) ? ((Group) hold).root() : current;
		if (hold == null) {
			kept.keepers++;
		}
		else if (kept != current) {
			kept.join(current);
			this.group = kept;
		}
		return kept;
	}

	@Override
	public void takeUp(Hold hold) {
		Group kept = ((Group) hold).root();
		kept.keepers--;
		this.group = kept;
	}

	@Override
	public void rest(long until) {
		this.resting = until;
	}

	@Override
	public void end() {
		this.ended = true;
	}

	@Override
	public long now() {
		return System.nanoTime();
	}

	/**
	 * Messages that are processed together.
	 */
	private static final class Group implements Hold {

		private final List<BoundedChannel.Message<?>> messages = new ArrayList<>(1);

		private int keepers;

		private Group into = this;

		Group(BoundedChannel.Message<?> message) {
			this.messages.add(message);
		}

		Group root() {
			return (this.into != this) ? this.into.root() : this;
		}

		void join(Group other) {
			this.messages.addAll(other.messages);
			this.keepers += other.keepers;
			other.into = this;
		}

	}

	/**
	 * Where values come out.
	 */
	private final class End extends Node {

		@Override
		public void push(@Nullable Object pushed) {
			ReaderRun.this.value = pushed;
			ReaderRun.this.filled = true;
		}

		@Override
		public boolean wants() {
			return !ReaderRun.this.filled;
		}

	}

}
