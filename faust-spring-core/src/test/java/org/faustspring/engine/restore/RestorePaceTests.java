package org.faustspring.engine.restore;

import java.util.concurrent.TimeUnit;

import org.faustspring.app.TaskInfo.RestoreInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RestorePaceTests {

	private final RestorePace pace = new RestorePace();

	@Test
	void nothingIsKnownAtTheBeginning() {
		this.pace.at(0, 0, 0);

		assertThat(this.pace.recordsPerSecond()).isZero();
		assertThat(this.pace.secondsLeft(100)).isEqualTo(-1);
	}

	@Test
	void timeLeftIsThatOfOffsetsOfWhichSomeHaveNoRecord() {
		this.pace.at(0, 0, 0);
		this.pace.at(1000, 4000, TimeUnit.SECONDS.toNanos(2));

		assertThat(this.pace.recordsPerSecond()).isEqualTo(500);
		assertThat(this.pace.secondsLeft(6000)).isEqualTo(3);
	}

	@Test
	void paceIsThatOfTheLastSeconds() {
		for (int second = 0; second <= 10; second++) {
			this.pace.at(1000L * second, 1000L * second, TimeUnit.SECONDS.toNanos(second));
		}
		for (int second = 11; second <= 30; second++) {
			long done = 10_000 + 10L * (second - 10);
			this.pace.at(done, done, TimeUnit.SECONDS.toNanos(second));
		}

		assertThat(this.pace.recordsPerSecond()).isEqualTo(10);
	}

	@Test
	void logTellsTheTableThePartitionAndTheTimeLeft() {
		assertThat(RestoreReport.text(new RestoreInfo("counts", 3, 250, 1000, 50, 15)))
			.isEqualTo("Restoring table 'counts', partition 3: 250 of %,d changelog offsets (25 %%), ".formatted(1000)
					+ "50 records a second, 15 s to go");
		assertThat(RestoreReport.text(new RestoreInfo("counts", 3, 0, 0))).endsWith("(100 %)");
	}

}
