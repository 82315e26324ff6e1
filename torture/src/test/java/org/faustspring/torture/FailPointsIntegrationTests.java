package org.faustspring.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.torture.cluster.Cluster;
import org.faustspring.torture.weave.FailPoint;
import org.faustspring.torture.weave.FailPoints;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that dies between two steps of a commit or of a take-over. One broker and one
 * instance, for one guarantee, from one death to the next.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class FailPointsIntegrationTests {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final FailPoint ONLY_AT_LEAST_ONCE = FailPoint.RESTORE_6_REPAIRED;

	private static final FailPoint ONLY_EXACTLY_ONCE = FailPoint.COMMIT_5_OFFSETS;

	/** Reached where nothing was ever committed. */
	private static final List<FailPoint> AT_THE_FIRST_START = List.of(FailPoint.RESTORE_7_COMMITTING,
			FailPoint.RESTORE_7_COMMITTED);

	private final ProcessingGuarantee guarantee;

	private final Input input = new Input(7, true);

	private final Oracle oracle = new Oracle();

	private final Violations violations = new Violations();

	private final Path directory;

	private final Cluster cluster;

	private final Judge judge;

	private final Instance instance;

	FailPointsIntegrationTests(ProcessingGuarantee guarantee) throws IOException {
		this.guarantee = guarantee;
		this.directory = Path.of("target", "fail-points", guarantee.name()).toAbsolutePath();
		delete(this.directory);
		this.cluster = new Cluster(this.directory, 1);
		TortureSettings settings = new TortureSettings(1, 7, guarantee, 200, List.of(), this.directory, 1, 1, 1);
		this.instance = new Instances(settings, this.cluster.linkedServers()).create("instance");
		this.judge = new Judge(this.oracle, this.violations, new TopicReader(this.cluster.directServers()),
				settings.exactlyOnce());
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> all = Files.walk(directory)) {
				for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(path);
				}
			}
		}
	}

	@BeforeAll
	void startCluster() throws Exception {
		// Deaths are awaited, and nothing else
		Patience.give(10);
		this.cluster.start();
		Input.createTopics(this.cluster, (short) 1);
	}

	@AfterAll
	void stopCluster() {
		if (this.instance.alive()) {
			this.instance.kill();
		}
		this.cluster.close();
	}

	Stream<FailPoint> points() {
		FailPoint other = (this.guarantee == ProcessingGuarantee.EXACTLY_ONCE) ? ONLY_AT_LEAST_ONCE : ONLY_EXACTLY_ONCE;
		return Arrays.stream(FailPoint.values())
			.filter((point) -> point != other && !AT_THE_FIRST_START.contains(point));
	}

	@Test
	@Order(1)
	void recoveryFromDeathsInTheFirstTakeOverIsExact() throws Exception {
		try (Feeder feeder = new Feeder(this.cluster.directServers(), this.input, this.oracle, 200).start()) {
			assertThat(feeder).isNotNull();
			for (FailPoint point : AT_THE_FIRST_START) {
				dieInTakeOver(point);
			}
			this.instance.start();
			this.instance.awaitUp();
		}
		awaitExact();
	}

	@ParameterizedTest
	@Order(2)
	@MethodSource("points")
	void recoveryIsExact(FailPoint point) throws Exception {
		try (Feeder feeder = new Feeder(this.cluster.directServers(), this.input, this.oracle, 200).start()) {
			assertThat(feeder).isNotNull();
			if (point.inCommit()) {
				dieInCommit(point);
			}
			else {
				dieInTakeOver(point);
			}
			this.instance.start();
			this.instance.awaitUp();
		}
		awaitExact();
	}

	private void dieInCommit(FailPoint point) throws InterruptedException {
		if (!this.instance.alive()) {
			this.instance.start();
		}
		this.instance.awaitUp();
		assertThat(this.instance.ask("fail?" + point + ":2")).isNotNull();
		awaitDeath(point);
	}

	private void dieInTakeOver(FailPoint point) throws Exception {
		if (point == FailPoint.RESTORE_6_REPAIRED) {
			// Leaves something to repair
			dieInCommit(FailPoint.COMMIT_4_FLUSHED);
		}
		if (this.instance.alive()) {
			this.instance.kill();
		}
		if (point.restores()) {
			delete(this.instance.state());
		}
		this.instance.start(point.name());
		awaitDeath(point);
	}

	private void awaitDeath(FailPoint point) {
		await(point + " is reached").atMost(LIMIT).until(() -> !this.instance.alive());
		assertThat(this.instance.process().exitCode()).isEqualTo(FailPoints.EXIT_CODE);
		assertThat(this.instance.lines("FAIL POINT")).last().isEqualTo("FAIL POINT " + point);
	}

	private void awaitExact() throws Exception {
		try (Admin admin = this.cluster.admin()) {
			await("all is taken").atMost(LIMIT)
				.pollInterval(Duration.ofMillis(250))
				.ignoreExceptions()
				.until(() -> this.judge.lag(admin) == 0);
		}
		await("it runs").atMost(LIMIT).until(this.instance::running);
		this.judge.checkTables("after recovery", List.of(this.instance));
		this.judge.checkChangelogs();
		this.judge.checkOutputs();
		assertThat(this.violations.counts()).isEmpty();
	}

}
