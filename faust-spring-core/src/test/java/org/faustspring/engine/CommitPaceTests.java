package org.faustspring.engine;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommitPace}.
 */
class CommitPaceTests {

	private static final long MILLI = 1_000_000;

	private final CommitPace pace = new CommitPace(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5),
			true);

	private final long begun = System.nanoTime();

	@Test
	void commitsThatAreFastComeAtTheInterval() {
		commit(20);
		this.pace.looked(at(21), 0);

		assertThat(this.pace.due(at(99), 1)).isFalse();
		assertThat(this.pace.due(at(100), 1)).isTrue();
	}

	@Test
	void busyWorkerSpendsATenthOfItsTimeOnCommits() {
		commit(20);

		assertThat(this.pace.due(at(199), 1)).isFalse();
		assertThat(this.pace.due(at(200), 1)).isTrue();
		assertThat(this.pace.until(at(100))).isEqualTo(at(200));
	}

	@Test
	void busyWorkerCommitsAtTheLongestInterval() {
		commit(150);

		assertThat(this.pace.due(at(999), 1)).isFalse();
		assertThat(this.pace.due(at(1000), 1)).isTrue();
	}

	@Test
	void busyWorkerCommitsLongBeforeItsTransactionEnds() {
		CommitPace hurried = new CommitPace(Duration.ofMillis(100), Duration.ofSeconds(60), Duration.ofSeconds(2),
				true);
		hurried.begins(this.begun);
		hurried.ended(at(90));

		assertThat(hurried.due(at(499), 1)).isFalse();
		assertThat(hurried.due(at(500), 1)).isTrue();
	}

	@Test
	void commitsThatAreFastKeepToTheIntervalThoughTheWorkerIsBusy() {
		commit(5);

		assertThat(this.pace.due(at(99), 1)).isFalse();
		assertThat(this.pace.due(at(100), 1)).isTrue();
	}

	@Test
	void workerThatHasHadAPauseIsNotBusy() {
		commit(50);
		this.pace.looked(at(250), 0);

		assertThat(this.pace.due(at(299), 0)).isFalse();
		assertThat(this.pace.due(at(300), 0)).isTrue();
		this.pace.looked(at(280), 1);
		assertThat(this.pace.due(at(300), 1)).isFalse();
	}

	@Test
	void workerWithPausesForHalfOfTheTimeIsNotBusy() {
		commit(50);
		for (int i = 50; i < 250; i += 40) {
			this.pace.looked(at(i), 0);
			this.pace.looked(at(i + 20), 1);
		}
		assertThat(this.pace.due(at(249), 1)).isTrue();
		assertThat(this.pace.due(at(252), 1)).isFalse();
	}

	@Test
	void busyWorkerThatHasCaughtUpDoesNotWaitForTheInterval() {
		CommitPace slow = slowAfterCommitOf(20);
		slow.looked(at(3000), 0);

		assertThat(slow.due(at(3119), 0)).isFalse();
		assertThat(slow.due(at(3120), 0)).isTrue();
	}

	@Test
	void whatIsLeftAfterABusyWorkersCommitDoesNotWaitForTheInterval() {
		CommitPace slow = slowAfterCatchingUp();
		slow.looked(at(3200), 1);
		slow.looked(at(3201), 0);

		assertThat(slow.due(at(5619), 0)).isFalse();
		assertThat(slow.due(at(5620), 0)).isTrue();
	}

	@Test
	void fewEventsWaitForTheIntervalThoughTheWorkerWasBusyOnce() {
		CommitPace slow = slowAfterCatchingUp();
		slow.looked(at(3141), 0);
		slow.begins(at(5620));
		slow.ended(at(5620));
		slow.looked(at(5621), 0);
		slow.looked(at(5700), 1);
		slow.looked(at(5701), 0);

		assertThat(slow.due(at(15_619), 0)).isFalse();
		assertThat(slow.due(at(15_620), 0)).isTrue();
	}

	@Test
	void burstsAreNotCommittedEachForItself() {
		CommitPace slow = slowAfterCommitOf(20);
		slow.looked(at(300), 0);

		assertThat(slow.due(at(2499), 0)).isFalse();
		assertThat(slow.due(at(2500), 0)).isTrue();
	}

	@Test
	void eventsGetAsMuchTimeAsSlowCommitsThoughTheWorkerHasCaughtUp() {
		CommitPace slow = slowAfterCommitOf(2000);
		slow.looked(at(2500), 0);

		assertThat(slow.due(at(3999), 0)).isFalse();
		assertThat(slow.due(at(4000), 0)).isTrue();
	}

	@Test
	void workerWithFewEventsKeepsToTheInterval() {
		CommitPace slow = slowAfterCommitOf(20);
		slow.looked(at(21), 1);
		slow.looked(at(22), 0);

		assertThat(slow.due(at(9000), 0)).isFalse();
		slow.looked(at(9000), 1);
		slow.looked(at(9100), 0);
		assertThat(slow.due(at(9999), 0)).isFalse();
		assertThat(slow.due(at(10_000), 0)).isTrue();
	}

	@Test
	void eventsGetAsMuchTimeAsCommitsThatAreSlow() {
		commit(300);
		this.pace.looked(at(301), 0);

		assertThat(this.pace.due(at(599), 1)).isFalse();
		assertThat(this.pace.due(at(600), 1)).isTrue();
		assertThat(this.pace.until(at(400))).isEqualTo(at(600));
	}

	@Test
	void slowCommitsThatNobodyWaitsForFollowEachOther() {
		this.pace.begins(this.begun);
		this.pace.goesOn(this.begun);
		this.pace.looked(at(1), 0);
		this.pace.ended(at(300));

		assertThat(this.pace.due(at(300), 0)).isTrue();
	}

	@Test
	void commitThatIsUnderWayIsNoReasonToStopProcessing() {
		this.pace.begins(this.begun);
		this.pace.goesOn(this.begun);

		assertThat(this.pace.until(at(1))).isEqualTo(at(100));
	}

	@Test
	void failureBesideACommitDoesNotMakeTheNextOneDueAtOnce() {
		this.pace.begins(at(1000));
		this.pace.goesOn(at(1000));
		this.pace.failed(at(1010));

		assertThat(this.pace.due(at(1099), 1)).isFalse();
		assertThat(this.pace.due(at(1100), 1)).isTrue();
	}

	@Test
	void whatWasProcessedBesideACommitIsCommittedOnceTheWorkerHasCaughtUp() {
		CommitPace slow = new CommitPace(Duration.ofSeconds(10), Duration.ofSeconds(10), null, true);
		slow.begins(this.begun);
		slow.goesOn(this.begun);
		slow.looked(at(2300), 0);
		slow.ended(at(2420));

		assertThat(slow.due(at(2499), 0)).isFalse();
		assertThat(slow.due(at(2500), 0)).isTrue();
	}

	@Test
	void afterAFailureTheWorkerWaitsForTheNextCommit() {
		commitBeside(20);
		assertThat(this.pace.failing()).isFalse();

		this.pace.failed(at(20));
		assertThat(this.pace.failing()).isTrue();
		this.pace.succeeded();
		assertThat(this.pace.failing()).isFalse();
	}

	@Test
	void workerWithoutPausesHasNoRoomForCommitsWhereProcessorsAreFew() {
		CommitPace few = withoutProcessorsToSpare();
		few.looked(at(1), 1);
		assertThat(few.roomForCommits(at(100))).isFalse();

		few.looked(at(100), 0);
		few.looked(at(120), 1);
		assertThat(few.roomForCommits(at(120))).isFalse();

		few.looked(at(130), 0);
		few.looked(at(150), 1);
		assertThat(few.roomForCommits(at(150))).isTrue();
	}

	@Test
	void workerThatHasCaughtUpHasRoomForCommits() {
		CommitPace few = withoutProcessorsToSpare();
		few.looked(at(950), 0);

		assertThat(few.roomForCommits(at(999))).isFalse();
		assertThat(few.roomForCommits(at(1000))).isTrue();
	}

	@Test
	void outputsDoNotWaitLongForSlowCommits() {
		commit(8000);

		assertThat(this.pace.due(at(8999), 1)).isFalse();
		assertThat(this.pace.due(at(9000), 1)).isTrue();
	}

	@Test
	void failureOfEventsThatTookLongHasTheNextOnesCommittedOneByOne() {
		this.pace.begins(at(3000));
		this.pace.failed(at(3100));
		this.pace.ended(at(3100));

		assertThat(this.pace.enough(1)).isTrue();
		assertThat(this.pace.due(at(3101), 1)).isTrue();
		this.pace.succeeded();
		assertThat(this.pace.enough(3)).isFalse();
		assertThat(this.pace.enough(4)).isTrue();
	}

	@Test
	void singleFailureMakesNoCommitSmaller() {
		fail();

		assertThat(this.pace.enough(10_000)).isFalse();
		assertThat(this.pace.resting(at(120))).isFalse();
	}

	@Test
	void commitThatIsSlowAndFailsDoesNotCountAsSlowEvents() {
		this.pace.begins(at(100));
		this.pace.failed(at(9000));
		this.pace.ended(at(9000));

		assertThat(this.pace.enough(10_000)).isFalse();
	}

	@Test
	void commitsThatKeepFailingBecomeSmallerWithPauses() {
		fail();
		fail();
		assertThat(this.pace.resting(at(121))).isTrue();
		assertThat(this.pace.resting(at(10_000))).isFalse();
		assertThat(this.pace.enough(255)).isFalse();
		assertThat(this.pace.enough(256)).isTrue();
		for (int i = 0; i < 5; i++) {
			fail();
		}
		assertThat(this.pace.enough(1)).isTrue();
	}

	/** The first commit has just ended. */
	private CommitPace withoutProcessorsToSpare() {
		CommitPace few = new CommitPace(Duration.ofMillis(100), Duration.ofSeconds(1), null, false);
		few.begins(this.begun);
		few.ended(this.begun);
		return few;
	}

	/** Commits each 10 s; the first commit has just ended. */
	private CommitPace slowAfterCommitOf(int millis) {
		CommitPace slow = new CommitPace(Duration.ofSeconds(10), Duration.ofSeconds(10), null, true);
		slow.begins(this.begun);
		slow.ended(at(millis));
		return slow;
	}

	/** Was busy, has caught up, and has committed that. */
	private CommitPace slowAfterCatchingUp() {
		CommitPace slow = slowAfterCommitOf(20);
		slow.looked(at(3000), 0);
		slow.begins(at(3120));
		slow.ended(at(3140));
		return slow;
	}

	private void fail() {
		this.pace.begins(at(100));
		this.pace.failed(at(120));
		this.pace.ended(at(120));
	}

	private void commitBeside(int millis) {
		this.pace.begins(this.begun);
		this.pace.goesOn(this.begun);
		this.pace.ended(at(millis));
	}

	private void commit(int millis) {
		this.pace.begins(this.begun);
		this.pace.ended(at(millis));
	}

	private long at(int millis) {
		return this.begun + millis * MILLI;
	}

}
