package org.faustspring.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Expected;
import org.faustspring.benchmarks.workload.Load;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MeasurementPlanTests {

	private static final Options OPTIONS = new Options(2000, 100, 0, 5000, 4, 2, null, 10, 1, Duration.ofSeconds(1),
			List.of(), List.of(), null, null, Path.of("."));

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
	void probeIsTheSecondEventOfItsKey() {
		Expected.Tally once = new Expected.Tally(5, 5, 5);

		Expected expected = RestoreMeasurement.withProbes(new Expected(5, once, once, 0, 0), 2);

		assertThat(expected.events()).isEqualTo(7);
		assertThat(expected.byCustomer()).isEqualTo(new Expected.Tally(5, 7, 9));
	}

	@Test
	void ownClassPathsHaveNoKafkaOfOurs() {
		assertThat(ClassPaths.sharable("lz4-java-1.11.2.jar")).isTrue();
		assertThat(ClassPaths.sharable("kafka-clients-4.2.2.jar")).isFalse();
		assertThat(ClassPaths.sharable("rocksdbjni-10.10.1.jar")).isFalse();
		assertThat(ClassPaths.sharable("spring-kafka-4.1.2.jar")).isFalse();
	}

}
