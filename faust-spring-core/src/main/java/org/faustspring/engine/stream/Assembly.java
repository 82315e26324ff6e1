package org.faustspring.engine.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.apache.kafka.common.utils.Bytes;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.table.EngineTable;

/**
 * Makes the nodes of one actor, from the last to the first. Used by one thread.
 */
final class Assembly {

	private final Flow flow;

	private final SerdeResolver serdes;

	private final Function<Operator.Distinct, EngineTable<Bytes, Long>> tables;

	/** The last first. */
	final List<FlatMapNode> flatMaps = new ArrayList<>();

	final List<TakeNode> takes = new ArrayList<>();

	final List<TakeWhileNode> ends = new ArrayList<>();

	final List<Chain.Entry> merged = new ArrayList<>();

	Assembly(Flow flow, SerdeResolver serdes, Function<Operator.Distinct, EngineTable<Bytes, Long>> tables) {
		this.flow = flow;
		this.serdes = serdes;
		this.tables = tables;
	}

	Flow flow() {
		return this.flow;
	}

	SerdeResolver serdes() {
		return this.serdes;
	}

	Node assemble(List<Operator> steps, Node end) {
		Node next = end;
		for (int i = steps.size() - 1; i >= 0; i--) {
			next = node(steps.get(i), next);
		}
		return next;
	}

	private Node node(Operator step, Node next) {
		if (step instanceof Operator.Simple simple) {
			return simple.maker().make(next, this);
		}
		if (step instanceof Operator.FlatMap flatMap) {
			FlatMapNode node = new FlatMapNode(next, flatMap.function());
			this.flatMaps.add(node);
			return node;
		}
		if (step instanceof Operator.Take take) {
			TakeNode node = new TakeNode(next, this.flow, take.size(), take.within());
			this.takes.add(node);
			return node;
		}
		if (step instanceof Operator.TakeWhile end) {
			TakeWhileNode node = new TakeWhileNode(next, this.flow, end.predicate());
			this.ends.add(node);
			return node;
		}
		if (step instanceof Operator.Distinct distinct) {
			return new DistinctNode(next, this.flow, distinct.key(), distinct.within(), this.tables.apply(distinct),
					this.serdes.byRuntimeType(true));
		}
		if (step instanceof Operator.Branch branch) {
			return Steps.branch(next, assemble(branch.steps(), Steps.end()), branch.when());
		}
		if (step instanceof Operator.Merge merge) {
			merge.sources().forEach((source) -> this.merged.add(entry(source, assemble(source.steps(), next))));
			return next;
		}
		// What is left says how events are acknowledged, or where a segment ends.
		return next;
	}

	private static Chain.Entry entry(Operator.Source source, Node head) {
		StreamTopic topic = source.topic();
		return (topic != null)
				? new Chain.Entry(topic.name(), null, head, topic.keyDeserializer(), topic.valueDeserializer())
				: new Chain.Entry("", source.channel(), head, null, null);
	}

}
