package org.faustspring.engine.stream;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;

import org.faustspring.engine.channel.ReaderSource;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream begins: at an agent's topics, at a topic, or at a branch. Belongs to the
 * thread that composes.
 */
final class StreamRoot {

	private enum Kind {

		AGENT, TOPIC, BRANCH, READER

	}

	private final Kind kind;

	private final @Nullable StreamTopic topic;

	private final @Nullable LoopRun loop;

	/** Where messages come from, outside of agents. */
	private final @Nullable ReaderSource reader;

	private final @Nullable SerdeResolver serdes;

	private boolean sealed;

	private StreamRoot(Kind kind, @Nullable StreamTopic topic, @Nullable LoopRun loop, @Nullable ReaderSource reader,
			@Nullable SerdeResolver serdes) {
		this.reader = reader;
		this.serdes = serdes;
		this.kind = kind;
		this.topic = topic;
		this.loop = loop;
	}

	static StreamRoot ofAgent(@Nullable LoopRun loop) {
		return new StreamRoot(Kind.AGENT, null, loop, null, null);
	}

	static StreamRoot ofTopic(StreamTopic topic) {
		return new StreamRoot(Kind.TOPIC, topic, null, null, null);
	}

	static StreamRoot ofReader(ReaderSource reader, SerdeResolver serdes) {
		return new StreamRoot(Kind.READER, null, null, reader, serdes);
	}

	StreamRoot branch() {
		return new StreamRoot(Kind.BRANCH, null, null, this.reader, this.serdes);
	}

	static Operator.Source source(EventStream<?> stream) {
		if (stream instanceof ReaderSource channel) {
			return new Operator.Source(null, channel.channel(), List.of());
		}
		if (stream instanceof ComposedStream<?> composed) {
			StreamRoot root = composed.root();
			if (root.topic != null) {
				return new Operator.Source(root.topic, null, composed.finish());
			}
			if (root.kind == Kind.READER && root.reader != null) {
				List<Operator> steps = composed.finish();
				if (steps.stream().anyMatch(Operator.TakeWhile.class::isInstance)) {
					throw new IllegalStateException("TakeWhile cannot be part of a stream that is merged in: "
							+ "it belongs to the agent's own stream");
				}
				return new Operator.Source(null, root.reader.channel(), steps);
			}
		}
		throw new IllegalArgumentException("merge(): only streams of topics and channels can be merged in, "
				+ "such as topic.stream() and channel.stream()");
	}

	/** Nothing is composed any more. */
	void seal() {
		this.sealed = true;
	}

	/** Check that an operator may follow here. */
	void check(Operator next) {
		if (this.sealed) {
			throw new IllegalStateException("A stream is composed before its first event: it cannot be changed later");
		}
		if (this.reader != null) {
			checkOutside(next, this.reader.name());
		}
		boolean main = !(next instanceof Operator.Split || next instanceof Operator.Merge
				|| next instanceof Operator.TakeWhile || next instanceof Operator.NoAck);
		if (this.kind != Kind.AGENT && this.kind != Kind.READER && !main) {
			throw new IllegalStateException(
					"%s cannot be %s: it belongs to the agent's own stream".formatted(next.getClass().getSimpleName(),
							(this.kind == Kind.BRANCH) ? "in a branch" : "part of a stream that is merged in"));
		}
	}

	private static void checkOutside(Operator next, String channel) {
		String why = null;
		if (next instanceof Operator.Split split) {
			why = ((split.through() != null) ? "through()" : "groupBy()") + ", since there is no task to go on in";
		}
		else if (next instanceof Operator.Merge) {
			why = "merge(), since topics are read by agents only";
		}
		else if (next instanceof Operator.Distinct) {
			why = "distinct(), since there is no table to keep what was seen";
		}
		else if (next instanceof Operator.NoAck) {
			why = "noAck(): a message is acknowledged when the next one is asked for";
		}
		else if (next instanceof Operator.Simple simple && simple.name().equals("items")) {
			why = "items(), since messages have no keys";
		}
		if (why != null) {
			throw new UnsupportedOperationException(
					"Outside of agents a stream of channel '%s' has no %s".formatted(channel, why));
		}
	}

	Iterator<@Nullable Object> iterate(ComposedStream<?> stream) {
		if (this.kind == Kind.READER) {
			return new ReaderRun<>(Objects.requireNonNull(this.reader), stream.finish(),
					Objects.requireNonNull(this.serdes));
		}
		LoopRun running = this.loop;
		if (running == null) {
			throw new IllegalStateException((this.kind == Kind.AGENT)
					? "A pipeline is not iterated: return the stream, or let the method return void to be a loop"
					: "Only an agent's own stream is iterated");
		}
		return running.iterate(stream);
	}

}
