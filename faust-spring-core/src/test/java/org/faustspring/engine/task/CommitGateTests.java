package org.faustspring.engine.task;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitGateTests {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final CommitGate gate = new CommitGate(Duration.ofSeconds(1));

	@Test
	void commitWaitsUntilNoEventHasMessagesOnTheirWay() {
		this.gate.opened(1);

		assertThat(this.gate.ready(SECOND)).isFalse();
		assertThat(this.gate.closed()).isTrue();
		this.gate.opened(-1);

		assertThat(this.gate.ready(2 * SECOND)).isTrue();
		this.gate.reopen(2 * SECOND);
		assertThat(this.gate.closed()).isFalse();
	}

	@Test
	void commitDoesNotWaitForEver() {
		this.gate.opened(1);

		assertThat(this.gate.ready(SECOND)).isFalse();
		assertThat(this.gate.ready(10 * SECOND)).isFalse();
		assertThat(this.gate.ready(11 * SECOND)).isTrue();
		assertThat(this.gate.settled()).isFalse();
	}

	@Test
	void windowShrinksWhileCommitsWaitLongAndGrowsWhileItLimits() {
		assertThat(window()).isEqualTo(16);

		commitThatWaits(2 * SECOND);
		assertThat(window()).isEqualTo(8);

		// It has limited, in finding it out.
		commitThatWaits(SECOND / 10);
		assertThat(window()).isEqualTo(16);
		commitThatWaits(SECOND * 3 / 4);
		assertThat(window()).isEqualTo(16);
		for (int i = 0; i < 10; i++) {
			commitThatWaits(2 * SECOND);
		}
		assertThat(window()).isOne();
	}

	@Test
	void windowThatDoesNotLimitStaysAsItIs() {
		commitThatWaits(SECOND / 10);

		assertThat(window()).isEqualTo(16);
	}

	private void commitThatWaits(long nanos) {
		this.gate.close(SECOND);
		this.gate.reopen(SECOND + nanos);
	}

	/** How many events may have messages on their way. */
	private int window() {
		int count = 0;
		while (!this.gate.full()) {
			this.gate.opened(1);
			count++;
		}
		this.gate.opened(-count);
		return count;
	}

}
