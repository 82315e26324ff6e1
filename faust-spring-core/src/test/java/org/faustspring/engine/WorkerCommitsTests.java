package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.commit.Committer;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.commit.LostChangelogException;
import org.faustspring.engine.commit.NotCommittedException;
import org.faustspring.engine.commit.OpenCommit;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.faustspring.table.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.mockito.stubbing.Stubber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for {@link WorkerCommits}.
 */
class WorkerCommitsTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final Committer committer = mock();

	private final OpenCommit commit = mock();

	private final InputReader reader = mock();

	private final WorkerTasks tasks = new WorkerTasks(this.reader);

	private final Task clean = task(0);

	private final Task dirty = task(1);

	private final Input input = new Input(new TopicPartition("source", 1), false);

	private final Group group = mock();

	private final TaskOutcomes outcomes = mock();

	private final CountDownLatch confirmed = new CountDownLatch(1);

	/** What was done to the commit, and whether beside the worker. */
	private final List<String> steps = Collections.synchronizedList(new ArrayList<>());

	private final Thread worker = Thread.currentThread();

	private final List<WorkerCommits> made = new ArrayList<>();

	@BeforeEach
	void setUp() {
		this.tasks.add(this.clean);
		this.tasks.add(this.dirty);
		given(this.dirty.dirty()).willReturn(true);
		given(this.dirty.rewind()).willReturn(Map.of(this.input, 7L));
		given(this.committer.begin(any(), any())).willReturn(this.commit);
		given(this.commit.entries()).willReturn(10L);
		step("send").when(this.committer).send(this.commit);
		step("write").when(this.committer).write(this.commit);
		step("end").when(this.committer).end(this.commit);
		doAnswer((call) -> {
			this.confirmed.await(10, TimeUnit.SECONDS);
			return did("confirm");
		}).when(this.committer).confirm(any(), anyBoolean());
	}

	@AfterEach
	void close() {
		this.confirmed.countDown();
		this.made.forEach(WorkerCommits::close);
	}

	@Test
	void workerWithoutPausesLeavesTheWaitingAlone() {
		WorkerCommits commits = commits(false, pace(false));
		commits.processed(10);

		assertThat(commits.begin()).isTrue();
		commits.processed(3);

		assertThat(commits.underWay()).isTrue();
		assertThat(commits.endIfDone()).isFalse();
		assertThat(commits.dirtyEntries()).isEqualTo(13);
		this.confirmed.countDown();
		await().pollInSameThread().until(commits::endIfDone);
		assertThat(this.steps).containsExactly("send", "confirm beside", "write", "end");
		assertThat(commits.dirtyEntries()).isEqualTo(3);
		assertThat(commits.underWay()).isFalse();
	}

	@Test
	void whereThereAreProcessorsAllIsDoneBesideTheWorker() {
		WorkerCommits commits = commits(false, pace(true));
		this.confirmed.countDown();

		commits.begin();
		commits.settle();

		assertThat(this.steps).containsExactly("send beside", "confirm beside", "write beside", "end");
	}

	@Test
	void transactionIsWaitedFor() {
		WorkerCommits commits = commits(true, pace(true));
		this.confirmed.countDown();

		assertThat(commits.begin()).isTrue();

		assertThat(commits.underWay()).isFalse();
		assertThat(this.steps).containsExactly("send", "confirm", "write", "end");
	}

	@Test
	void commitThatCannotBeginIsNotTriedBeforeTheIntervalIsOver() {
		CommitPace pace = pace(true);
		WorkerCommits commits = commits(false, pace);
		given(this.committer.begin(any(), any())).willThrow(new NotCommittedException("gone", null));

		commits.begin();

		assertThat(commits.underWay()).isFalse();
		assertThat(pace.due(System.nanoTime(), 1)).isFalse();
		then(this.dirty).should().rewind();
	}

	@Test
	void nothingToCommitWaitsForTheInterval() {
		CommitPace pace = pace(true);
		WorkerCommits commits = commits(false, pace);
		given(this.dirty.dirty()).willReturn(false);

		assertThat(commits.begin()).isFalse();

		assertThat(pace.due(System.nanoTime(), 1)).isFalse();
		then(this.committer).shouldHaveNoInteractions();
	}

	@Test
	void failedCommitTakesBackWhatCameAfterItToo() {
		WorkerCommits commits = commits(false, pace(false));
		confirmFails(new NotCommittedException("refused", null));

		commits.begin();
		commits.settle();

		then(this.committer).should().abort(false);
		then(this.committer).should(never()).write(any());
		then(this.dirty).should().rewind();
		then(this.clean).should().rewind();
		then(this.reader).should().seek(Map.of(this.input, 7L));
		then(this.outcomes).shouldHaveNoInteractions();
		assertThat(commits.dirtyEntries()).isZero();
	}

	@Test
	void taskWithAnInterruptedCommitIsTakenOverAgain() {
		WorkerCommits commits = commits(false, pace(false));
		confirmFails(new NotCommittedException("refused", null));
		given(this.dirty.changelogsMayHoldTail()).willReturn(true);

		commits.begin();
		commits.settle();

		then(this.dirty).should().close();
		then(this.outcomes).should().takeOverAgain(this.dirty);
		then(this.clean).should().rewind();
		assertThat(this.tasks).containsExactly(this.clean);
	}

	@Test
	void taskThatHasLostItsChangelogIsTakenOverAgain() {
		WorkerCommits commits = commits(false, pace(false));
		LostChangelogException lost = mock();
		given(lost.tasks()).willReturn(Set.of(this.dirty));
		confirmFails(lost);

		commits.begin();
		commits.undo();

		then(this.outcomes).should().takeOverAgain(this.dirty);
	}

	@Test
	void commitThatWasUnderWayIsTheLastOneIfItHasSucceeded() {
		WorkerCommits commits = commits(false, pace(false));
		this.confirmed.countDown();

		commits.begin();
		commits.undo();

		InOrder inOrder = inOrder(this.committer, this.dirty);
		inOrder.verify(this.committer).end(this.commit);
		inOrder.verify(this.dirty).rewind();
		assertThat(this.steps).containsExactly("send", "confirm beside", "write", "end");
	}

	@Test
	void commitsThatFailAreWaitedForUntilOneSucceeds() {
		WorkerCommits commits = commits(false, pace(true));
		this.confirmed.countDown();
		commits.undo();

		commits.begin();
		assertThat(this.steps).containsExactly("send", "confirm", "write", "end");

		this.steps.clear();
		commits.begin();
		assertThat(commits.underWay()).isTrue();
	}

	@Test
	void storeThatDoesNotTakeACommitEndsTheWorker() {
		WorkerCommits commits = commits(false, pace(false));
		this.confirmed.countDown();
		doThrow(mock(StoreException.class)).when(this.committer).write(any());

		commits.begin();

		assertThatExceptionOfType(StoreException.class).isThrownBy(commits::settle);
		then(this.dirty).should(never()).rewind();
		assertThat(commits.underWay()).isFalse();
	}

	@Test
	void releasePassesOverAFailureSinceNobodyCommitsAnyMore() {
		WorkerCommits commits = commits(false, pace(false));
		confirmFails(new NotCommittedException("refused", null));

		commits.begin();
		commits.release();

		assertThat(commits.underWay()).isFalse();
		then(this.dirty).should(never()).rewind();
		then(this.committer).should(never()).write(any());
	}

	@Test
	void whatCannotBeUndoneIsTriedAgain() {
		WorkerCommits commits = commits(false, pace(false));
		doThrow(new IllegalStateException("no answer")).doNothing().when(this.committer).abort(anyBoolean());

		commits.undo();

		assertThat(commits.undone()).isTrue();
		then(this.committer).should(times(2)).abort(anyBoolean());
	}

	private WorkerCommits commits(boolean transactional, CommitPace pace) {
		WorkerCommits commits = new WorkerCommits(0, transactional, this.committer, this.tasks, pace, this.group,
				this.outcomes, () -> {
				});
		this.made.add(commits);
		return commits;
	}

	/** The pace of a worker that has been busy for two hours, and begins a commit. */
	private static CommitPace pace(boolean processorsToSpare) {
		CommitPace pace = new CommitPace(HOUR, HOUR, null, processorsToSpare);
		long now = System.nanoTime();
		pace.begins(now - 2 * HOUR.toNanos());
		pace.ended(now - 2 * HOUR.toNanos());
		assertThat(pace.due(now, 1)).isTrue();
		pace.begins(now);
		return pace;
	}

	private void confirmFails(RuntimeException failure) {
		doThrow(failure).when(this.committer).confirm(any(), anyBoolean());
	}

	private Stubber step(String name) {
		return doAnswer((call) -> did(name));
	}

	private Object did(String name) {
		return this.steps.add((Thread.currentThread() == this.worker) ? name : name + " beside");
	}

	private static Task task(int partition) {
		Task task = mock();
		given(task.id()).willReturn(new TaskId("tasks", partition));
		return task;
	}

}
