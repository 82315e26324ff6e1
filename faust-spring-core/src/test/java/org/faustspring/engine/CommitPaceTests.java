package org.faustspring.engine;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommitPace}.
 */
class CommitPaceTests {

	private static final long MILLI = 1_000_000;

	private final CommitPace pace = new CommitPace(Duration.ofMillis(100));

	private final long begun = System.nanoTime();

	@Test
	void commitsThatAreFastComeAtTheInterval() {
		commit(20);

		assertThat(this.pace.due(at(99), 1)).isFalse();
		assertThat(this.pace.due(at(100), 1)).isTrue();
	}

	@Test
	void eventsGetAsMuchTimeAsCommitsThatAreSlow() {
		commit(300);

		assertThat(this.pace.due(at(599), 1)).isFalse();
		assertThat(this.pace.due(at(600), 1)).isTrue();
		assertThat(this.pace.until(at(300))).isEqualTo(at(600));
	}

	@Test
	void outputsDoNotWaitLongForSlowCommits() {
		commit(8000);

		assertThat(this.pace.due(at(8999), 1)).isFalse();
		assertThat(this.pace.due(at(9000), 1)).isTrue();
	}

	@Test
	void commitsAfterAFailureAreSmallAndGrow() {
		this.pace.failed();
		commit(20);

		assertThat(this.pace.enough(1)).isTrue();
		assertThat(this.pace.due(at(21), 1)).isTrue();
		this.pace.succeeded();
		assertThat(this.pace.enough(1)).isFalse();
		assertThat(this.pace.enough(2)).isTrue();
	}

	private void commit(int millis) {
		this.pace.begins(this.begun);
		this.pace.ended(at(millis));
	}

	private long at(int millis) {
		return this.begun + millis * MILLI;
	}

}
