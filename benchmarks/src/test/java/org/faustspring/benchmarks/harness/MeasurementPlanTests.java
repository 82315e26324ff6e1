package org.faustspring.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.OrderSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeasurementPlanTests {

	private static final Options OPTIONS = new Options(2000, 100, 0, 5000, 100, 4, 2, null, 10, 1,
			Duration.ofSeconds(1), List.of(), List.of(), null, null, Path.of("."));

	@Test
	void casesOfOneLoadShareItsTopic() {
		assertThat(ThroughputMeasurement.load(Case.STATEFUL_COUNT, OPTIONS))
			.isEqualTo(ThroughputMeasurement.load(Case.STATELESS_FORWARD, OPTIONS));
	}

	@Test
	void largeStateSeesEachKeyTwiceOnAverage() {
		assertThat(ThroughputMeasurement.load(Case.LARGE_STATE, OPTIONS)).isEqualTo(new Load(10000, 5000, 0));
	}

	@Test
	void changelogOfARestoreHasEachKeyOnce() {
		int[] numbers = RestoreMeasurement.shuffled(5000);

		assertThat(numbers).hasSize(5000).isEqualTo(RestoreMeasurement.shuffled(5000));
		assertThat(IntStream.of(numbers).sorted()).containsExactlyElementsOf(IntStream.range(0, 5000).boxed().toList());
		// Half of all neighbours ascend where there is no order.
		assertThat(IntStream.range(1, 5000).filter((i) -> numbers[i - 1] < numbers[i]).count()).isBetween(2400L, 2600L);
	}

	@Test
	void valuesOfARestoreHaveTheSizeThatWasAskedFor() {
		OrderSource orders = new OrderSource(new Load(10, 10, 0));

		assertThat(RestoreMeasurement.text(orders, 182)).hasSize(182);
		assertThat(RestoreMeasurement.text(orders, 0)).isEmpty();
	}

	@Test
	void ownClassPathsHaveNoKafkaOfOurs() {
		assertThat(ClassPaths.sharable("lz4-java-1.11.2.jar")).isTrue();
		assertThat(ClassPaths.sharable("kafka-clients-4.2.2.jar")).isFalse();
		assertThat(ClassPaths.sharable("rocksdbjni-10.10.1.jar")).isFalse();
		assertThat(ClassPaths.sharable("spring-kafka-4.1.2.jar")).isFalse();
	}

}
