package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.faustspring.app.AppState;
import org.faustspring.app.InstanceReplacedException;
import org.faustspring.app.OnStop;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.StandbyInfo;
import org.faustspring.app.TaskInfo;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that keep their tasks while they restart, and copies that others take over
 * from.
 */
class StandbyIntegrationTests {

	/** Of the session timeout and of what the broker needs to notice. */
	private static final Duration TAKEN_FOR_DEAD = Duration.ofMillis(2500);

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void rollingRestartMovesNoTask(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		List<TestApp> apps = new ArrayList<>();
		try (Tally.Load load = tally.load(1000)) {
			for (int i = 0; i < 3; i++) {
				apps.add(patient(tally, i).start().awaitRunning());
			}
			awaitBalanced(apps, 8);
			List<Set<String>> before = apps.stream().map(StandbyIntegrationTests::tasks).toList();
			List<Long> restored = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				apps.get(i).close();
				for (int other = 0; other < 3; other++) {
					if (other != i) {
						assertThat(tasks(apps.get(other))).isEqualTo(before.get(other));
					}
				}
				apps.set(i, patient(tally, i).start().awaitRunning());
				TestApp app = apps.get(i);
				Set<String> own = before.get(i);
				await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(running(app)).isEqualTo(own));
				restored.add(app.app().figures().restored());
			}
			assertThat(apps.stream().map(StandbyIntegrationTests::tasks).toList()).isEqualTo(before);
			assertThat(restored).as("restored by each").allMatch((records) -> records == 0);
		}
		finally {
			tally.awaitExact(apps.toArray(TestApp[]::new));
			apps.forEach(TestApp::close);
		}
		tally.assertTopicsExact();
	}

	@ParameterizedTest
	@EnumSource
	void failoverGoesOnFromTheWarmCopyAndIsExact(ProcessingGuarantee guarantee) throws Exception {
		failover(guarantee, StoreKind.ROCKSDB);
	}

	@Test
	void copyInMemoryIsTakenOverAsItIs() throws Exception {
		failover(ProcessingGuarantee.AT_LEAST_ONCE, StoreKind.MEMORY);
	}

	private void failover(ProcessingGuarantee guarantee, StoreKind store) throws Exception {
		Tally tally = new Tally(guarantee);
		System.setProperty("tally.standbys", "1");
		System.setProperty("tally.store", store.name());
		try (TallyProcess other = TallyProcess.start(tally, dir(1));
				TestApp app = instance(tally, 0).standbyReplicas(1).stores(java.util.Map.of("tally", store)).start()) {
			try (Tally.Load load = tally.load(2000)) {
				await().atMost(Duration.ofSeconds(60))
					.untilAsserted(() -> assertThat(RebalanceIntegrationTests.runningTasks(app)).isEqualTo(4));
				await().atMost(Duration.ofSeconds(60))
					.until(() -> app.app().standbys().size() == 2 && app.app().figures().standbyRecords() > 1500
							&& app.app().standbys().stream().noneMatch(StandbyInfo::moving));
				long restored = app.app().figures().restored();
				long records = tally.read(tally.changelog).size();
				other.kill();
				long killed = System.nanoTime();
				await().atMost(Duration.ofSeconds(30))
					.pollInterval(Duration.ofMillis(20))
					.until(() -> RebalanceIntegrationTests.runningTasks(app) == 8);
				Duration took = Duration.ofNanos(System.nanoTime() - killed);
				long delta = app.app().figures().restored() - restored;
				System.out.printf("%s, %s: all tasks run %d ms after the kill, %d of %d records restored%n", guarantee,
						store, took.toMillis(), delta, records);
				assertThat(took).isLessThan(TAKEN_FOR_DEAD.plusSeconds(3));
				assertThat(delta).as("restored of %d", records).isLessThan(records / 10);
				assertThat(app.app().standbys()).isEmpty();
			}
			tally.awaitExact(app);
		}
		finally {
			System.clearProperty("tally.standbys");
			System.clearProperty("tally.store");
		}
		tally.assertTopicsExact();
	}

	@ParameterizedTest
	@EnumSource
	void newInstanceWarmsUpBeforeItGetsTasks(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		try (TestApp one = instance(tally, 0).start().awaitRunning(); Tally.Load load = tally.load(1000)) {
			awaitChangelog(tally);
			try (TestApp two = instance(tally, 1).start()) {
				RebalanceIntegrationTests.awaitShared(one, two);
				awaitBalanced(List.of(one, two), 8);
				assertThat(two.app().figures().standbyRecords()).as("copied").isGreaterThan(500);
				assertThat(two.app().figures().restored()).as("restored").isLessThan(500);
				load.close();
				tally.awaitExact(one, two);
			}
		}
		tally.assertTopicsExact();
	}

	@Test
	void leavingHandsTasksOverAtOnceWhateverTheSettingSays() {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		tally.send(1000);
		try (TestApp one = instance(tally, 0).start().awaitRunning(); TestApp two = instance(tally, 1).start()) {
			awaitBalanced(List.of(one, two), 8);

			two.app().leave();

			await().atMost(Duration.ofSeconds(2)).until(() -> RebalanceIntegrationTests.runningTasks(one) == 8);
			assertThat(two.app().state()).isEqualTo(AppState.STOPPED);
			tally.awaitExact(one);
		}
	}

	@Test
	void tasksOfAnInstanceThatDoesNotComeBackMoveAfterTheSessionTimeout() {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		tally.send(1000);
		try (TestApp one = instance(tally, 0).start().awaitRunning()) {
			try (TestApp two = instance(tally, 1).start()) {
				awaitBalanced(List.of(one, two), 8);
			}
			assertThat(RebalanceIntegrationTests.runningTasks(one)).isEqualTo(4);
			await().atMost(Duration.ofSeconds(10)).until(() -> RebalanceIntegrationTests.runningTasks(one) == 8);
			tally.awaitExact(one);
		}
	}

	@Test
	void secondProcessOfTheSameIdReplacesTheFirstWhichFailsAndSaysWhy() {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		tally.send(1000);
		try (TestApp one = instance(tally, 0).instanceId("same").start().awaitRunning();
				TestApp two = instance(tally, 1).instanceId("same").start()) {
			await().atMost(Duration.ofSeconds(20)).until(() -> one.app().state() == AppState.FAILED);
			assertThat(one.app().failure()).isInstanceOf(InstanceReplacedException.class)
				.hasMessageContaining("instance 'same'")
				.hasMessageContaining("faust.instance-id");
			await().atMost(Duration.ofSeconds(20)).until(() -> RebalanceIntegrationTests.runningTasks(two) == 8);
			tally.awaitExact(two);
		}
	}

	@Test
	void memberOfTheSameIdThatNobodyKeepsAliveIsOutlived() throws Exception {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		tally.send(1000);
		System.setProperty("tally.instance", "same");
		try (TestApp app = instance(tally, 0).instanceId("same").start().awaitRunning()) {
			tally.awaitExact(app);
			TallyProcess other = TallyProcess.start(tally, dir(1));
			try {
				await().atMost(Duration.ofSeconds(60)).until(() -> RebalanceIntegrationTests.runningTasks(app) == 0);
			}
			finally {
				other.kill();
			}
			tally.send(1000);
			await().atMost(Duration.ofSeconds(20)).until(() -> RebalanceIntegrationTests.runningTasks(app) == 8);
			tally.awaitExact(app);
		}
		finally {
			System.clearProperty("tally.instance");
		}
	}

	@Test
	void killedStandbyComesBackToItsCopy() throws Exception {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		System.setProperty("tally.standbys", "1");
		try (TestApp app = instance(tally, 0).standbyReplicas(1).start().awaitRunning()) {
			try (Tally.Load load = tally.load(1000)) {
				awaitChangelog(tally);
			}
			tally.awaitExact(app);
			long before = 0;
			TallyProcess first = TallyProcess.start(tally, dir(1));
			await().atMost(Duration.ofSeconds(60))
				.until(() -> RebalanceIntegrationTests.runningTasks(app) == 4 && app.app().standbys().size() == 2);
			try (Tally.Load load = tally.load(2000)) {
				long records = app.app().figures().standbyRecords();
				await().until(() -> app.app().figures().standbyRecords() > records + 500);
				first.kill();
				before = tally.read(tally.changelog).size();
				try (TallyProcess second = TallyProcess.start(tally, dir(1))) {
					await().atMost(Duration.ofSeconds(60)).until(() -> app.app().taskOwners().size() == 2);
					await().atMost(Duration.ofSeconds(60))
						.until(() -> RebalanceIntegrationTests.runningTasks(app) == 4);
				}
			}
			await().atMost(Duration.ofSeconds(60)).until(() -> RebalanceIntegrationTests.runningTasks(app) == 8);
			tally.awaitExact(app);
			long after = tally.read(tally.changelog).size();
			assertThat(TallyProcess.changelogRecordsRead(dir(1))).as("read since %d of %d", before, after)
				.isLessThan(after - before + 500);
		}
		finally {
			System.clearProperty("tally.standbys");
		}
		tally.assertTopicsExact();
	}

	/** A commit writes each of the keys once: it takes a while. */
	private static void awaitChangelog(Tally tally) {
		await().atMost(Duration.ofSeconds(90))
			.pollInterval(Duration.ofSeconds(1))
			.until(() -> tally.read(tally.changelog).size() > 2500);
	}

	private TestApp.Builder instance(Tally tally, int number) {
		return tally.app(dir(number)).onStop(OnStop.STAY);
	}

	/**
	 * Back in time also when the machine is slow: how long the group waits is not at
	 * stake.
	 */
	private TestApp.Builder patient(Tally tally, int number) {
		return instance(tally, number).consumer("session.timeout.ms", "15000");
	}

	private Path dir(int number) {
		Path directory = this.state.resolve("instance-" + number);
		directory.toFile().mkdirs();
		return directory;
	}

	/**
	 * Each has its share: not one more while a task waits for the last copy to be warm.
	 */
	private static void awaitBalanced(List<TestApp> apps, int all) {
		int least = all / apps.size();
		int most = (all % apps.size() == 0) ? least : least + 1;
		await().atMost(Duration.ofSeconds(60)).until(() -> {
			List<Integer> counts = apps.stream().map((app) -> running(app).size()).toList();
			return counts.stream().mapToInt(Integer::intValue).sum() == all
					&& counts.stream().allMatch((count) -> count == least || count == most);
		});
	}

	private static Set<String> tasks(TestApp app) {
		Set<String> tasks = new TreeSet<>();
		app.app().tasks().forEach((task) -> tasks.add(task.task()));
		return tasks;
	}

	private static Set<String> running(TestApp app) {
		Set<String> tasks = new TreeSet<>();
		app.app()
			.tasks()
			.stream()
			.filter((task) -> task.state().equals("RUNNING"))
			.map(TaskInfo::task)
			.forEach(tasks::add);
		return tasks;
	}

}
