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
		assertThat(IntStream.range(0, 5000).map((index) -> RestoreMeasurement.key(index, 5000)).distinct().count())
			.isEqualTo(5000);
		assertThat(IntStream.range(0, 5).map((index) -> RestoreMeasurement.key(index, 5_000_000)))
			.isNotEqualTo(List.of(0, 1, 2, 3, 4))
			.allMatch((key) -> key >= 0 && key < 5_000_000);
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
