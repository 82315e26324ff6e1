package org.faustspring.engine.stream;

import java.util.List;
import java.util.function.Function;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.unit.Outlet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one actor. Belongs to the thread that pushes.
 */
public final class Chain {

	private final Entry main;

	private final Entry[] merged;

	private final FlatMapNode[] flatMaps;

	private final TakeNode[] takes;

	private final TakeWhileNode[] ends;

	private Chain(Node head, @Nullable Deserializer<?> keys, @Nullable Deserializer<?> values, Assembly assembly) {
		this.main = new Entry("", null, head, keys, values);
		this.merged = assembly.merged.toArray(Entry[]::new);
		this.flatMaps = assembly.flatMaps.toArray(FlatMapNode[]::new);
		this.takes = assembly.takes.toArray(TakeNode[]::new);
		this.ends = assembly.ends.toArray(TakeWhileNode[]::new);
	}

	static Chain of(Segment segment, Flow flow, Node end, SerdeResolver serdes,
			Function<Operator.Distinct, EngineTable<Bytes, Long>> tables) {
		Assembly assembly = new Assembly(flow, serdes, tables);
		Node head = assembly.assemble(segment.steps(), end);
		return new Chain(head, segment.keyDeserializer(), segment.valueDeserializer(), assembly);
	}

	/**
	 * Return where the events of a topic begin.
	 * @param topic the topic they are read from
	 * @return the entry
	 */
	public Entry entry(String topic) {
		for (Entry entry : this.merged) {
			if (entry.topic().equals(topic)) {
				return entry;
			}
		}
		return this.main;
	}

	/**
	 * Return where the messages of a channel begin.
	 * @param channel the channel they come by
	 * @return the entry
	 */
	public Entry entry(Outlet channel) {
		for (Entry entry : this.merged) {
			if (entry.channel() == channel) {
				return entry;
			}
		}
		return this.main;
	}

	/**
	 * Push further values of the event in hand, while there is room for them.
	 * @return whether any was pushed
	 * @throws Exception if the event fails
	 */
	public boolean proceed() throws Exception {
		for (FlatMapNode node : this.flatMaps) {
			if (node.open() && node.proceed()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Tell whether a list is to go on because its time is over.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return whether there is one
	 */
	public boolean due(long now) {
		for (TakeNode node : this.takes) {
			if (node.due(now)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return how long until a list is to go on.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return nanoseconds, {@link Long#MAX_VALUE} if there is no list
	 */
	long left(long now) {
		long least = Long.MAX_VALUE;
		for (TakeNode node : this.takes) {
			if (node.hold() != null) {
				least = Math.min(least, Math.max(0, node.left(now)));
			}
		}
		return least;
	}

	/**
	 * Tell whether a list waits for further events or for its time.
	 * @return whether there is one
	 */
	public boolean keeps() {
		for (TakeNode node : this.takes) {
			if (node.hold() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Let one list go on whose time is over.
	 * @param now the time, in {@link System#nanoTime()}
	 * @return whether there was one
	 * @throws Exception if its events fail
	 */
	public boolean flushDue(long now) throws Exception {
		for (TakeNode node : this.takes) {
			if (node.flushDue(now)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Let one list go on, since the stream has ended: of those that one stream passes,
	 * the first first.
	 * @return whether there was one
	 * @throws Exception if its events fail
	 */
	public boolean flush() throws Exception {
		for (int i = this.takes.length - 1; i >= 0; i--) {
			if (this.takes[i].flush()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Forget further values of the event in hand.
	 */
	public void drop() {
		for (FlatMapNode node : this.flatMaps) {
			node.drop();
		}
	}

	/**
	 * Forget what is kept back.
	 * @param which tells by its hold whether to forget a list
	 */
	public void drop(java.util.function.Predicate<Hold> which) {
		for (TakeNode node : this.takes) {
			Hold hold = node.hold();
			if (hold != null && which.test(hold)) {
				node.drop();
			}
		}
	}

	/**
	 * Take events again after the stream has ended.
	 */
	public void reopen() {
		for (TakeWhileNode node : this.ends) {
			node.reopen();
		}
	}

	/**
	 * Where the events of some topics or a channel begin, and how they are read.
	 *
	 * @param topic the topic, empty for those of the agent and for a channel
	 * @param channel the channel that is merged in, or {@code null}
	 * @param node takes their values
	 * @param keyDeserializer reads keys, {@code null} as the agent does
	 * @param valueDeserializer reads values, {@code null} as the agent does
	 */
	public record Entry(String topic, @Nullable Outlet channel, Node node, @Nullable Deserializer<?> keyDeserializer,
			@Nullable Deserializer<?> valueDeserializer) {

	}

}
