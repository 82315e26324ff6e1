package org.faustspring.engine.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

/**
 * A stream that a test pushes values through, and what comes out of it.
 */
final class PushedStream implements Flow {

	static final SerdeResolver SERDES = new SerdeResolver(JsonMapper.shared(), new StaticListableBeanFactory(),
			Map.of(), Map.of());

	final List<@Nullable Object> out = new ArrayList<>();

	/** Groups of offsets in the order in which they were done. */
	final List<List<Long>> done = new ArrayList<>();

	final Chain chain;

	long now;

	long resting;

	boolean refused;

	private long offset;

	private @Nullable Group group;

	private @Nullable EventRecord<?> record;

	@SuppressWarnings("unchecked")
	<T> PushedStream(Function<EventStream<T>, EventStream<?>> composition) {
		Composition composed = compose(composition);
		this.chain = Chain.of(composed.segments().get(0), this, new Node() {

			@Override
			public void push(@Nullable Object value) {
				PushedStream.this.out.add(value);
			}

		}, SERDES, (distinct) -> {
			throw new IllegalStateException("No tables here");
		});
	}

	@SuppressWarnings("unchecked")
	static <T> Composition compose(Function<EventStream<T>, EventStream<?>> composition) {
		StreamRoot root = StreamRoot.ofAgent(null);
		return Composition.of(
				(ComposedStream<?>) composition.apply((EventStream<T>) (EventStream<?>) ComposedStream.of(root)),
				SERDES);
	}

	PushedStream push(@Nullable Object... values) throws Exception {
		for (Object value : values) {
			this.record = new EventRecord<>(new ConsumerRecord<>("topic", 0, this.offset, "key".getBytes(), null),
					value, new StringDeserializer(), 1);
			this.group = new Group();
			this.group.offsets.add(this.offset++);
			this.chain.entry("topic").node().push(value);
			finish();
		}
		return this;
	}

	void at(long time) throws Exception {
		this.now = time;
		while (this.chain.flushDue(time)) {
			finish();
		}
	}

	private void finish() {
		Group current = Objects.requireNonNull(this.group);
		if (this.refused) {
			return;
		}
		if (current.keepers == 0) {
			this.done.add(current.offsets);
		}
		this.group = null;
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
		Group current = Objects.requireNonNull(this.group);
		if (hold == null) {
			current.keepers++;
			return current;
		}
		Group kept = (Group) hold;
		if (kept != current) {
			kept.offsets.addAll(current.offsets);
			this.group = kept;
		}
		return kept;
	}

	@Override
	public void takeUp(Hold hold) {
		this.group = (Group) hold;
		this.group.keepers--;
	}

	@Override
	public void rest(long until) {
		this.resting = until;
	}

	@Override
	public void end() {
		this.refused = true;
	}

	@Override
	public long now() {
		return this.now;
	}

	private static final class Group implements Hold {

		private final List<Long> offsets = new ArrayList<>();

		private int keepers;

	}

}
