package org.faustspring.benchmarks.engine.loop;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Json;
import org.faustspring.benchmarks.workload.Order;
import org.faustspring.benchmarks.workload.Priced;
import org.faustspring.benchmarks.workload.Restored;
import org.faustspring.benchmarks.workload.Totals;
import org.jspecify.annotations.Nullable;

/**
 * What is done with an event, and how the table's values are written. One thread.
 */
interface LoopHandler {

	void handle(ConsumerRecord<String, byte[]> event, PartitionState state);

	default byte[] write(Object value) {
		return ByteBuffer.allocate(Long.BYTES).putLong((Long) value).array();
	}

	default Object read(byte[] value) {
		return ByteBuffer.wrap(value).getLong();
	}

	static LoopHandler of(Case work, BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output) {
		return switch (work) {
			case STATELESS_FORWARD -> (event, state) -> output.accept(event, event.value());
			case JSON_FORWARD -> new PriceOrders(output);
			case STATEFUL_COUNT_PER_COMMIT -> new Count(null);
			case RESTORE -> new CountRestored(output);
			case JSON_TOTALS -> new AddOrders(output);
			case SLOW_HANDLER, ASK ->
				throw new IllegalArgumentException("Case %s is not written by hand".formatted(work));
			default -> new Count(output);
		};
	}

	record PriceOrders(BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output, Json<Order> orders,
			Json<Priced> prices) implements LoopHandler {

		PriceOrders(BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output) {
			this(output, new Json<>(Order.class), new Json<>(Priced.class));
		}

		@Override
		public void handle(ConsumerRecord<String, byte[]> event, PartitionState state) {
			this.output.accept(event, this.prices.write(Priced.of(this.orders.read(event.value()))));
		}

	}

	record Count(@Nullable BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output) implements LoopHandler {

		@Override
		public void handle(ConsumerRecord<String, byte[]> event, PartitionState state) {
			Long before = (Long) state.get(event.key(), this);
			Long count = (before != null) ? before + 1 : 1;
			state.put(event.key(), count);
			if (this.output != null) {
				this.output.accept(event, write(count));
			}
		}

	}

	record CountRestored(BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output) implements LoopHandler {

		@Override
		public void handle(ConsumerRecord<String, byte[]> event, PartitionState state) {
			byte[] before = (byte[]) state.get(event.key(), this);
			byte[] after = Restored.next((before != null) ? before : new byte[0]);
			state.put(event.key(), after);
			this.output.accept(event, ByteBuffer.allocate(Long.BYTES).putLong(Restored.count(after)).array());
		}

		@Override
		public byte[] write(Object value) {
			return (byte[]) value;
		}

		@Override
		public Object read(byte[] value) {
			return value;
		}

	}

	record AddOrders(BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output, Json<Order> orders,
			Json<Totals> totals) implements LoopHandler {

		AddOrders(BiConsumer<ConsumerRecord<String, byte[]>, byte[]> output) {
			this(output, new Json<>(Order.class), new Json<>(Totals.class));
		}

		@Override
		public void handle(ConsumerRecord<String, byte[]> event, PartitionState state) {
			Totals before = (Totals) state.get(event.key(), this);
			Totals after = ((before != null) ? before : Totals.NONE).plus(this.orders.read(event.value()));
			state.put(event.key(), after);
			this.output.accept(event, write(after));
		}

		@Override
		public byte[] write(Object value) {
			return this.totals.write((Totals) value);
		}

		@Override
		public Object read(byte[] value) {
			return this.totals.read(value);
		}

	}

}
