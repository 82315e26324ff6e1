package org.faustspring.engine.stream;

import java.util.Iterator;

import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream begins: at an agent's topics, at a topic, or at a branch. Belongs to the
 * thread that composes.
 */
final class StreamRoot {

	private enum Kind {

		AGENT, TOPIC, BRANCH

	}

	private final Kind kind;

	private final @Nullable StreamTopic topic;

	private final @Nullable LoopRun loop;

	private boolean sealed;

	private StreamRoot(Kind kind, @Nullable StreamTopic topic, @Nullable LoopRun loop) {
		this.kind = kind;
		this.topic = topic;
		this.loop = loop;
	}

	static StreamRoot ofAgent(@Nullable LoopRun loop) {
		return new StreamRoot(Kind.AGENT, null, loop);
	}

	static StreamRoot ofTopic(StreamTopic topic) {
		return new StreamRoot(Kind.TOPIC, topic, null);
	}

	static StreamRoot ofBranch() {
		return new StreamRoot(Kind.BRANCH, null, null);
	}

	static Operator.Source source(EventStream<?> stream) {
		if (!(stream instanceof ComposedStream<?> composed) || composed.root().topic == null) {
			throw new IllegalArgumentException(
					"merge(): only streams of topics can be merged in, such as topic.stream()");
		}
		return new Operator.Source(composed.root().topic, composed.finish());
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
		boolean main = !(next instanceof Operator.Split || next instanceof Operator.Merge
				|| next instanceof Operator.TakeWhile || next instanceof Operator.NoAck);
		if (this.kind != Kind.AGENT && !main) {
			throw new IllegalStateException(
					"%s cannot be %s: it belongs to the agent's own stream".formatted(next.getClass().getSimpleName(),
							(this.kind == Kind.BRANCH) ? "in a branch" : "part of a stream that is merged in"));
		}
	}

	Iterator<@Nullable Object> iterate(ComposedStream<?> stream) {
		LoopRun running = this.loop;
		if (running == null) {
			throw new IllegalStateException((this.kind == Kind.AGENT)
					? "A pipeline is not iterated: return the stream, or let the method return void to be a loop"
					: "Only an agent's own stream is iterated");
		}
		return running.iterate(stream);
	}

}
