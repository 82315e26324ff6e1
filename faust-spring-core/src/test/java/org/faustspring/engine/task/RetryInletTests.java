package org.faustspring.engine.task;

import java.util.List;

import org.faustspring.engine.progress.CommitMetadata.Sent;
import org.faustspring.engine.retry.RetryMark;
import org.faustspring.engine.task.RetryInlet.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryInlet}.
 */
class RetryInletTests {

	private final RetryInlet inlet = new RetryInlet();

	private final int other = this.inlet.sender() + 1;

	@Test
	void recordCountsWhenItsCommitHasSucceeded() {
		assertThat(this.inlet.judge(mark(this.inlet.sender()), 7)).isEqualTo(Verdict.WAIT);

		this.inlet.committed(this.inlet.confirm(0, 7, 9));

		assertThat(this.inlet.judge(mark(this.inlet.sender()), 7)).isEqualTo(Verdict.COUNTS);
		assertThat(this.inlet.judge(mark(this.inlet.sender()), 9)).isEqualTo(Verdict.COUNTS);
		assertThat(this.inlet.judge(mark(this.inlet.sender()), 10)).isEqualTo(Verdict.WAIT);
		assertThat(this.inlet.judge(mark(this.other), 8)).isEqualTo(Verdict.VOID);
	}

	@Test
	void recordOfAnEarlierOwnerCountsUpToItsLastCommit() {
		this.inlet.committed(List.of(new Sent(this.other, 3, 5)));

		assertThat(this.inlet.judge(mark(this.other), 4)).isEqualTo(Verdict.COUNTS);
		assertThat(this.inlet.judge(mark(this.other), 5)).isEqualTo(Verdict.VOID);
	}

	@Test
	void whatIsDoneIsForgottenAndTheRestKept() {
		this.inlet.committed(List.of(new Sent(this.other, 3, 5), new Sent(this.other + 1, 5, 8)));

		assertThat(this.inlet.confirm(5, 9, 9)).containsExactly(new Sent(this.other + 1, 5, 8),
				new Sent(this.inlet.sender(), 9, 10));
		assertThat(this.inlet.confirm(8, -1, -1)).isEmpty();
	}

	private static RetryMark mark(int sender) {
		return new RetryMark("group", 1, sender, 0, 1, 0, 0);
	}

}
