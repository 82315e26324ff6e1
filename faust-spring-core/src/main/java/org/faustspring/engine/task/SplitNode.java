package org.faustspring.engine.task;

import java.util.Objects;
import java.util.function.Function;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.engine.handler.EventRecord;
import org.faustspring.engine.progress.NameHash;
import org.faustspring.engine.stream.Node;
import org.faustspring.engine.stream.Segment;
import org.faustspring.engine.table.KeyPartitioner;
import org.faustspring.engine.unit.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The end of a segment that sends values on to the next one, with where they came from in
 * a header. Belongs to the thread that pushes.
 */
final class SplitNode extends Node {

	private final StreamRun run;

	private final Segment.Exit exit;

	private final String topic;

	private final int partitions;

	private final String stage;

	private @Nullable EventRecord<?> record;

	/** Values that the event in hand has become so far. */
	private int index;

	SplitNode(StreamRun run, Segment.Exit exit, String topic, int partitions, String stage) {
		this.run = run;
		this.exit = exit;
		this.topic = topic;
		this.partitions = partitions;
		this.stage = stage;
	}

	@Override
	@SuppressWarnings("NullAway") // tombstones reach functions as null
	public void push(@Nullable Object value) {
		EventRecord<?> from = this.run.record();
		this.index = (from == this.record) ? this.index + 1 : 0;
		this.record = from;
		if (this.index == Origin.Hop.VALUES) {
			throw new IllegalStateException("%s has become more than %d values before '%s'".formatted(from,
					Origin.Hop.VALUES, this.exit.name()));
		}
		Headers headers = new RecordHeaders(from.headers());
		headers.remove(Origin.HEADER);
		byte[] key = from.rawKey();
		Function<Object, @Nullable Object> function = this.exit.key();
		if (function != null) {
			Object computed = function.apply(value);
			if (computed == null) {
				throw new IllegalArgumentException(
						"The key of groupBy '%s' is null for %s".formatted(this.exit.name(), from));
			}
			key = this.exit.keySerializer().serialize(this.topic, headers, computed);
		}
		byte[] bytes = (this.exit.valueSerializer() == null) ? from.rawValue()
				: (value != null) ? this.exit.valueSerializer().serialize(this.topic, headers, value) : null;
		Delivery delivery = this.run.place();
		this.run.result(null);
		headers.add(Origin.HEADER,
				delivery.sentOn(NameHash.of(this.stage + "/" + from.record().topic()), this.index).encode());
		int partition = (key != null) ? KeyPartitioner.partition(key, this.partitions)
				: from.record().partition() % this.partitions;
		Long timestamp = (from.timestamp() >= 0) ? from.timestamp() : null;
		Objects.requireNonNull(UnitOfWork.current())
			.send(new ProducerRecord<>(this.topic, partition, timestamp, key, bytes, headers));
	}

}
