package org.faustspring.engine.stream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.engine.codec.SerdeResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * A stream that has been composed to its end. Immutable.
 *
 * @param segments its segments, in order
 * @param distincts all operators that keep what they have seen, in order
 */
record Composition(List<Segment> segments, List<Operator.Distinct> distincts) {

	/**
	 * Take a stream apart.
	 * @param stream the stream
	 * @param serdes chooses serdes by type
	 * @throws IllegalStateException if it cannot run
	 */
	static Composition of(ComposedStream<?> stream, SerdeResolver serdes) {
		List<Operator> steps = stream.finish();
		stream.root().seal();
		List<Segment> segments = new ArrayList<>();
		List<Operator> open = new ArrayList<>();
		Set<String> names = new HashSet<>();
		Deserializer<?> keys = null;
		Deserializer<?> values = null;
		for (Operator step : steps) {
			if (!(step instanceof Operator.Split split)) {
				open.add(step);
				continue;
			}
			if (!names.add(split.name())) {
				throw new IllegalStateException("Two groupings are named '%s'".formatted(split.name()));
			}
			if (new Segment(List.copyOf(open), null, null, null).keepsBack()) {
				throw new IllegalStateException(
						("take() and noAck() cannot come before groupBy() and through() ('%s'): what was sent on could not "
								+ "be told from what is sent again. Group first")
							.formatted(split.name()));
			}
			Segment.Exit exit = exit(split, open, serdes);
			segments.add(new Segment(List.copyOf(open), keys, values, exit));
			keys = keys(split, serdes);
			values = (exit.valueSerializer() != null) ? values(split, serdes) : values;
			open.clear();
		}
		segments.add(new Segment(List.copyOf(open), keys, values, null));
		List<Operator.Distinct> distincts = new ArrayList<>();
		for (Segment segment : segments) {
			check(segment);
			checkChannels(segment);
			for (Operator step : segment.all()) {
				if (step instanceof Operator.Distinct distinct) {
					distincts.add(distinct);
				}
			}
		}
		return new Composition(List.copyOf(segments), List.copyOf(distincts));
	}

	/**
	 * Check that all of it can be done with messages that are in memory only.
	 * @param channel the channel that they come by
	 * @throws IllegalStateException if it cannot
	 */
	void checkInMemory(BoundedChannel<?> channel) {
		if (this.segments.get(0).mergedChannels().contains(channel)) {
			throw new IllegalStateException("%s is merged into its own stream".formatted(channel));
		}
		Segment.Exit exit = this.segments.get(0).exit();
		if (exit != null) {
			throw new IllegalStateException(("%s cannot follow a stream of %s ('%s'): one event may have published "
					+ "several messages, so what is sent on again after a fault could not be told from them. Group in the "
					+ "agent that publishes, or publish to a topic")
				.formatted((exit.through() != null) ? "through()" : "groupBy()", channel, exit.name()));
		}
		if (!this.segments.get(0).merged().isEmpty()) {
			throw new IllegalStateException(
					("a topic cannot be merged into a stream of %s, which is in no partition: let "
							+ "an agent of its own read it, or publish to a topic and merge that")
						.formatted(channel));
		}
		if (!this.distincts.isEmpty()) {
			throw new IllegalStateException(
					("distinct() cannot follow a stream of %s, whose messages may come from any "
							+ "topic, so its table would be partitioned like none: use it in the agent that publishes")
						.formatted(channel));
		}
	}

	private static void check(Segment segment) {
		Set<String> merged = new HashSet<>();
		segment.merged().forEach((topic) -> {
			if (!merged.add(topic.name())) {
				throw new IllegalStateException("Topic '%s' is merged in twice".formatted(topic.name()));
			}
		});
	}

	private static void checkChannels(Segment segment) {
		Set<BoundedChannel<?>> merged = new HashSet<>();
		Segment.Exit exit = segment.exit();
		for (BoundedChannel<?> channel : segment.mergedChannels()) {
			if (!merged.add(channel)) {
				throw new IllegalStateException("%s is merged in twice".formatted(channel));
			}
			if (exit != null) {
				throw new IllegalStateException(
						("%s is merged in before %s ('%s'): one event may have published several messages, so what is "
								+ "sent on again after a fault could not be told from them. Merge it behind the last grouping")
							.formatted(channel, (exit.through() != null) ? "through()" : "groupBy()", exit.name()));
			}
		}
		boolean behind = false;
		for (Operator step : segment.steps()) {
			behind |= step instanceof Operator.Merge merge
					&& merge.sources().stream().anyMatch((source) -> source.channel() != null);
			if (behind && new Segment(List.of(step), null, null, null).all()
				.stream()
				.anyMatch(Operator.Distinct.class::isInstance)) {
				throw new IllegalStateException("distinct() cannot follow a merge of %s, whose messages may come from "
					.formatted(segment.mergedChannels())
						+ "any topic, where its table is not: use it before the merge");
			}
		}
	}

	private static Segment.Exit exit(Operator.Split split, List<Operator> before, SerdeResolver serdes) {
		Class<?> keyType = split.keyType();
		Serializer<Object> keys = (keyType != null) ? serdes.serializerFor(ResolvableType.forClass(keyType), true)
				: serdes.byRuntimeType(true);
		StreamTopic through = split.through();
		if (through != null) {
			return new Segment.Exit(split.name(), split.key(), keys, through.valueSerializer(), through);
		}
		boolean changed = before.stream().anyMatch((step) -> !step.keepsValues() || step instanceof Operator.Merge);
		Class<?> valueType = split.valueType();
		if (changed && valueType == null) {
			throw new IllegalStateException(
					("groupBy(..., \"%1$s\") comes after values have been mapped or merged, so how to write them is not "
							+ "known: name the types, groupBy(..., \"%1$s\", Key.class, Value.class)")
						.formatted(split.name()));
		}
		return new Segment.Exit(split.name(), split.key(), keys,
				(changed && valueType != null) ? serdes.serializerFor(ResolvableType.forClass(valueType), false) : null,
				null);
	}

	private static Deserializer<?> keys(Operator.Split split, SerdeResolver serdes) {
		StreamTopic through = split.through();
		Class<?> type = split.keyType();
		if (through != null) {
			return through.keyDeserializer();
		}
		return (type != null) ? serdes.forType(ResolvableType.forClass(type), true).deserializer()
				: SerdeResolver.textOrBytes();
	}

	private static @Nullable Deserializer<?> values(Operator.Split split, SerdeResolver serdes) {
		StreamTopic through = split.through();
		Class<?> type = split.valueType();
		if (through != null) {
			return through.valueDeserializer();
		}
		return (type != null) ? serdes.forType(ResolvableType.forClass(type), false).deserializer() : null;
	}

	/** What has to be the same each time that a loop composes. */
	String shape() {
		return this.segments.stream().map((segment) -> {
			Segment.Exit exit = segment.exit();
			return "%s%s -> %s".formatted(segment.merged().stream().map(StreamTopic::name).toList(),
					segment.mergedChannels().isEmpty() ? "" : " and " + segment.mergedChannels(),
					(exit != null) ? exit.name() : "end");
		}).toList() + " with " + this.distincts.size() + " distinct()";
	}

}
