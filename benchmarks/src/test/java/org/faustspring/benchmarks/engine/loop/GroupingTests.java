package org.faustspring.benchmarks.engine.loop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Grouping}.
 */
class GroupingTests {

	private final EngineSettings settings = new EngineSettings(EngineKind.HAND_WRITTEN, Case.GROUP_BY,
			Guarantee.AT_LEAST_ONCE, "localhost:1", "group", "in", "out", 4, 2, 100, 20, Path.of("state"));

	private final List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();

	private final Grouping grouping = new Grouping(this.settings, this.sent::add);

	private final byte[] order = new OrderSource(new Load(1, 10, 0)).next();

	@Test
	void eventOfTheInputIsSentOnByItsMerchant() {
		assertThat(this.grouping.takes(input(3, 7))).isFalse();

		assertThat(this.sent).singleElement().satisfies((record) -> {
			assertThat(record.topic()).isEqualTo("group-repartition");
			assertThat(record.key()).isEqualTo("m00000000");
			assertThat(record.value()).isEqualTo(this.order);
			assertThat(record.timestamp()).isEqualTo(42);
		});
	}

	@Test
	void groupedEventIsTakenOnce() {
		this.grouping.takes(input(3, 7));
		this.grouping.takes(input(3, 8));
		this.grouping.takes(input(2, 1));

		assertThat(this.grouping.takes(grouped(0))).isTrue();
		assertThat(this.grouping.takes(grouped(1))).isTrue();
		assertThat(this.grouping.takes(grouped(0))).isFalse();
		assertThat(this.grouping.takes(grouped(2))).isTrue();
		assertThat(this.grouping.progress(1)).isEqualTo("{2=1, 3=8}");
		assertThat(this.grouping.progress(0)).isEqualTo("{}");
	}

	private ConsumerRecord<String, byte[]> input(int partition, long offset) {
		return new ConsumerRecord<>("in", partition, offset, 42, TimestampType.CREATE_TIME, 0, 0, "c00000001",
				this.order, new RecordHeaders(), Optional.empty());
	}

	private ConsumerRecord<String, byte[]> grouped(int number) {
		ProducerRecord<String, byte[]> record = this.sent.get(number);
		return new ConsumerRecord<>(record.topic(), 1, number, 42, TimestampType.CREATE_TIME, 0, 0, record.key(),
				record.value(), record.headers(), Optional.empty());
	}

}
