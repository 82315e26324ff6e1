package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import org.apache.kafka.clients.admin.Admin;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real processes that are killed in mid-load, or sleep until they are taken for dead.
 * {@code -Dfaults.kills=20} kills more often.
 */
class KilledProcessIntegrationTests {

	private static final int KILLS = Integer.getInteger("faults.kills", 3);

	@TempDir
	Path state;

	@TempDir
	Path other;

	private final long seed = Long.getLong("faults.seed", System.nanoTime());

	@ParameterizedTest
	@EnumSource
	void everythingIsExactAfterKillsInMidLoad(ProcessingGuarantee guarantee) throws Exception {
		Tally tally = new Tally(guarantee);
		try (Tally.Load load = tally.load(2000)) {
			startAndKill(tally);
		}
		try (TestApp app = tally.app(this.state).start()) {
			tally.awaitExact(app);
			long records = tally.read(tally.changelog).size();
			assertThat(app.app().figures().restored())
				.as("restored of %d changelog records after a kill: less than a commit interval, seed %d", records,
						this.seed)
				.isLessThanOrEqualTo(20 * 4);
		}
		tally.assertTopicsExact();
	}

	/**
	 * Without pauses, and without processors to spare, workers write commits themselves.
	 */
	@ParameterizedTest
	@EnumSource
	void everythingIsExactAfterKillsOfAProcessThatHasABacklog(ProcessingGuarantee guarantee) throws Exception {
		Tally tally = new Tally(guarantee);
		Tally.work(400);
		try {
			tally.send(5000 * KILLS);
			startAndKill(tally);
		}
		finally {
			Tally.work(0);
		}
		try (TestApp app = tally.app(this.state).start()) {
			tally.awaitExact(app);
		}
		tally.assertTopicsExact();
	}

	@ParameterizedTest
	@EnumSource
	void everythingIsExactAlthoughAZombieGoesOn(ProcessingGuarantee guarantee) throws Exception {
		Tally tally = new Tally(guarantee);
		try (TallyProcess zombie = TallyProcess.start(tally, this.other)) {
			awaitProgress(tally, () -> tally.send(200));
			try (TestApp app = tally.app(this.state).start()) {
				try (Tally.Load load = tally.load(2000)) {
					await().atMost(Duration.ofSeconds(30))
						.until(() -> RebalanceIntegrationTests.runningTasks(app) == 4);
					for (int i = 0; i < Math.max(1, KILLS / 3); i++) {
						zombie.sleep();
						await().atMost(Duration.ofSeconds(30))
							.until(() -> RebalanceIntegrationTests.runningTasks(app) == 8);
						zombie.wake();
						await().atMost(Duration.ofSeconds(30))
							.until(() -> RebalanceIntegrationTests.runningTasks(app) == 4);
					}
				}
				zombie.close();
				tally.awaitExact(app);
			}
		}
		// What a zombie has written last is repaired by whoever takes over next.
		try (TestApp app = tally.app(this.state).start()) {
			tally.awaitExact(app);
		}
		tally.assertTopicsExact();
	}

	/** Start a process and kill it, again and again. */
	private void startAndKill(Tally tally) throws Exception {
		Random random = new Random(this.seed);
		for (int i = 0; i < KILLS; i++) {
			TallyProcess process = TallyProcess.start(tally, this.state);
			awaitProgress(tally);
			// Not waiting for anything, but choosing a moment.
			Thread.sleep(random.nextInt(700));
			process.kill();
		}
	}

	private static void awaitProgress(Tally tally) {
		awaitProgress(tally, () -> {
		});
	}

	/** Until a process has committed something new. */
	private static void awaitProgress(Tally tally, Runnable meanwhile) {
		try (Admin admin = tally.admin()) {
			long before = committed(admin, tally);
			await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
				meanwhile.run();
				return committed(admin, tally) > before;
			});
		}
	}

	private static long committed(Admin admin, Tally tally) {
		try {
			return admin.listConsumerGroupOffsets(tally.id)
				.partitionsToOffsetAndMetadata()
				.get()
				.values()
				.stream()
				.mapToLong((offset) -> offset.offset())
				.sum();
		}
		catch (Exception ex) {
			return 0;
		}
	}

}
