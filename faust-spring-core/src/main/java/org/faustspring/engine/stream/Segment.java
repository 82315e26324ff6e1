package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.channel.BoundedChannel;
import org.jspecify.annotations.Nullable;

/**
 * What of a stream runs in one place: from its topics to the next repartitioning, or to
 * the stream's end. Immutable.
 *
 * @param steps the operators
 * @param keyDeserializer reads keys of what comes through the segment before,
 * {@code null} as the agent does
 * @param valueDeserializer reads values of what comes through the segment before,
 * {@code null} as the agent does
 * @param exit where it ends, {@code null} for the last
 */
public record Segment(List<Operator> steps, @Nullable Deserializer<?> keyDeserializer,
		@Nullable Deserializer<?> valueDeserializer, @Nullable Exit exit) {

	private static final int LIMIT = 1000;

	/**
	 * Return the topics that are merged in.
	 * @return the topics
	 */
	public List<StreamTopic> merged() {
		return of(Operator.Merge.class).stream()
			.flatMap((merge) -> merge.sources().stream())
			.flatMap((source) -> Stream.ofNullable(source.topic()))
			.toList();
	}

	/**
	 * Return the channels that are merged in.
	 * @return the channels
	 */
	public List<BoundedChannel<?>> mergedChannels() {
		List<BoundedChannel<?>> channels = new ArrayList<>();
		of(Operator.Merge.class).forEach((merge) -> merge.sources()
			.forEach((source) -> Stream.ofNullable(source.channel()).forEach(channels::add)));
		return channels;
	}

	/**
	 * Return how long an event waits for others to compare its time with.
	 * @return the longest wait, or {@code null} if it does not
	 */
	public @Nullable Duration mergeWait() {
		Duration longest = null;
		for (Operator.Merge merge : of(Operator.Merge.class)) {
			Duration wait = merge.longestWait();
			if (wait != null && (longest == null || wait.compareTo(longest) > 0)) {
				longest = wait;
			}
		}
		return longest;
	}

	/**
	 * Tell whether the application acknowledges events.
	 * @return whether it does
	 */
	public boolean noAck() {
		return !of(Operator.NoAck.class).isEmpty();
	}

	/**
	 * Tell whether events may be kept back while others go on.
	 * @return whether they may
	 */
	public boolean keepsBack() {
		return noAck() || all().stream().anyMatch(Operator.Take.class::isInstance);
	}

	/**
	 * Tell whether the stream may end here.
	 * @return whether it may
	 */
	public boolean ends() {
		return !of(Operator.TakeWhile.class).isEmpty();
	}

	/**
	 * Return how many events of an input are taken before the first of them is done.
	 * @return the number
	 */
	public int limit() {
		long limit = LIMIT;
		for (Operator step : all()) {
			limit += (step instanceof Operator.Take take) ? 2L * take.size() : 0;
		}
		return (int) Math.min(limit, Integer.MAX_VALUE);
	}

	private <O extends Operator> List<O> of(Class<O> type) {
		return this.steps.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** All steps, in the order of composing, those of branches and merged streams too. */
	List<Operator> all() {
		List<Operator> all = new ArrayList<>();
		this.steps.forEach((step) -> collect(step, all));
		return all;
	}

	private static void collect(Operator step, List<Operator> all) {
		all.add(step);
		if (step instanceof Operator.Branch branch) {
			branch.steps().forEach((inner) -> collect(inner, all));
		}
		else if (step instanceof Operator.Merge merge) {
			merge.sources().forEach((source) -> source.steps().forEach((inner) -> collect(inner, all)));
		}
	}

	/**
	 * How values leave a segment.
	 *
	 * @param name name of the grouping, or of the topic
	 * @param key computes the key, {@code null} to keep the one there is
	 * @param keySerializer writes the key
	 * @param valueSerializer writes the value, {@code null} to keep its bytes
	 * @param through the topic, {@code null} for an internal one
	 */
	public record Exit(String name, @Nullable Function<Object, @Nullable Object> key, Serializer<Object> keySerializer,
			@Nullable Serializer<Object> valueSerializer, @Nullable StreamTopic through) {

	}

}
