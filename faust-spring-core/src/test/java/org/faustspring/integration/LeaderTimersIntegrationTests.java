package org.faustspring.integration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Cron;
import org.faustspring.annotation.Every;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Timers that only the leader of the group calls.
 */
class LeaderTimersIntegrationTests {

	private static final Duration SESSION = Duration.ofMillis(2500);

	private final String id = SharedBroker.unique("leader");

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void oneInstanceCallsAndAnotherTakesOverWhenItStops(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("source", 3);
		List<TestApp> apps = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			apps.add(app("app-" + i).guarantee(guarantee)
				.property("source", source)
				.beans(Ticks.class, Reader.class)
				.start());
		}
		apps.forEach(TestApp::awaitRunning);

		for (int left = 3; left > 0; left--) {
			await().atMost(Duration.ofSeconds(10)).until(() -> leaders(apps) == 1);
			TestApp leader = apps.stream().filter((app) -> app.app().isLeader()).findFirst().orElseThrow();
			int calls = leader.bean(Ticks.class).ticks.size();
			List<Integer> others = apps.stream().map((app) -> app.bean(Ticks.class).ticks.size()).toList();
			await().atMost(Duration.ofSeconds(5)).until(() -> leader.bean(Ticks.class).ticks.size() > calls + 3);
			for (TestApp other : apps) {
				assertThat(other == leader || other.bean(Ticks.class).ticks.size() == others.get(apps.indexOf(other)))
					.isTrue();
			}
			FaustApp closed = leader.app();
			leader.close();
			assertThat(closed.isLeader()).isFalse();
			apps.remove(leader);
		}
	}

	@Test
	void appWithoutAgentsHasALeader() {
		try (TestApp one = app("one").beans(Ticks.class).start().awaitRunning()) {
			await().until(() -> one.bean(Ticks.class).ticks.size() > 3);
			assertThat(one.app().isLeader()).isTrue();
			assertThat(one.app().tasks()).singleElement()
				.satisfies((task) -> assertThat(task.task()).isEqualTo(this.id + "-leader-0"));
			List<Instant> ticks = List.copyOf(one.bean(Ticks.class).ticks);
			assertThat(Duration.between(ticks.get(1), ticks.get(3))).isBetween(Duration.ofMillis(100),
					Duration.ofMillis(1500));
		}
	}

	@Test
	void patternThatMatchesEverythingDoesNotReadTheLeadersTopic() {
		SharedBroker.createTopic(this.id + "-input", 1);
		try (TestApp one = app("one").property("pattern", this.id + "-.*")
			.beans(Ticks.class, All.class)
			.start()
			.awaitRunning()) {
			await().until(() -> one.bean(Ticks.class).ticks.size() > 1);
			SharedBroker.send(this.id + "-input", List.of("a:1"));
			await().until(() -> one.bean(All.class).seen.size() == 1);
			assertThat(one.app().tasks()).hasSize(2);
			assertThat(one.app().agent("all")).isNotNull();
		}
	}

	@Test
	void instanceThatIsRemovedFromTheGroupComesBackAsLeaderOrNot() throws Exception {
		try (TestApp one = app("one").beans(Ticks.class).start().awaitRunning(); Admin admin = SharedBroker.admin()) {
			await().until(() -> one.bean(Ticks.class).ticks.size() > 3);
			try (TestApp two = app("two").beans(Ticks.class).start()) {
				await().until(() -> two.app().state() == AppState.RUNNING);
				admin.removeMembersFromConsumerGroup(this.id, new RemoveMembersFromConsumerGroupOptions()).all().get();
				int calls = one.bean(Ticks.class).ticks.size() + two.bean(Ticks.class).ticks.size();
				await().atMost(SESSION.plusSeconds(3))
					.until(() -> one.bean(Ticks.class).ticks.size() + two.bean(Ticks.class).ticks.size() > calls + 5);
				await().until(() -> leaders(List.of(one, two)) == 1);
			}
		}
	}

	@Test
	void sleepingLeaderIsReplacedWithinASessionTimeoutAndDoesNotCallWhenItWakes() throws Exception {
		Path other = Files.createDirectory(this.state.resolve("process"));
		try (LeaderProcess zombie = LeaderProcess.start(this.id, SharedBroker.bootstrapServers(), other)) {
			await().atMost(Duration.ofSeconds(30)).until(() -> zombie.calls() > 3);
			try (TestApp one = app("one").beans(Ticks.class).start().awaitRunning()) {
				Ticks ticks = one.bean(Ticks.class);
				assertThat(one.app().isLeader()).isFalse();

				zombie.sleep();
				long asleep = System.nanoTime();
				await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20)).until(one.app()::isLeader);
				await().until(() -> !ticks.ticks.isEmpty());
				// The session timeout, and the time it takes to share out what is left.
				assertThat(Duration.ofNanos(System.nanoTime() - asleep)).isLessThan(SESSION.plusSeconds(2));

				long calls = zombie.calls();
				int own = ticks.ticks.size();
				zombie.wake();
				await().atMost(Duration.ofSeconds(10)).until(() -> ticks.ticks.size() > own + 20);
				assertThat(zombie.calls()).isEqualTo(calls);
			}
			long calls = zombie.calls();
			await().atMost(Duration.ofSeconds(10)).until(() -> zombie.calls() > calls + 2);
		}
	}

	@Test
	void timeThatPassesWithoutALeaderIsMadeUpForOnce() {
		TestApp.Builder builder = app("one").beans(EachSecond.class);
		Instant last;
		try (TestApp one = builder.start().awaitRunning()) {
			await().until(() -> one.bean(EachSecond.class).calls.get() >= 1);
			last = one.bean(EachSecond.class).last;
		}
		await().until(() -> Instant.now().isAfter(last.plusSeconds(4)));
		try (TestApp one = builder.start().awaitRunning()) {
			await().until(() -> one.bean(EachSecond.class).hourly.get() == 1);
			int calls = one.bean(EachSecond.class).calls.get();
			assertThat(calls).isLessThanOrEqualTo(2);
			await().until(() -> one.bean(EachSecond.class).calls.get() > calls);
			assertThat(one.bean(EachSecond.class).hourly).hasValue(1);
		}
	}

	private TestApp.Builder app(String name) {
		return TestApp.builder(this.id)
			.state(this.state.resolve(name))
			.consumer("session.timeout.ms", (int) SESSION.toMillis())
			.consumer("heartbeat.interval.ms", 500);
	}

	private static long leaders(List<TestApp> apps) {
		return apps.stream().filter((app) -> app.app().isLeader()).count();
	}

	static class Ticks {

		private final ConcurrentLinkedQueue<Instant> ticks = new ConcurrentLinkedQueue<>();

		@Every(value = "100ms", onLeader = true)
		void tick() {
			this.ticks.add(Instant.now());
		}

	}

	static class EachSecond {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger hourly = new AtomicInteger();

		private volatile Instant last = Instant.MIN;

		@Cron(value = "* * * * * *", onLeader = true)
		void eachSecond() {
			this.last = Instant.now();
			this.calls.incrementAndGet();
		}

		@Every(value = "3s", onLeader = true, initialDelay = "0s")
		void sometimes() {
			this.hourly.incrementAndGet();
		}

	}

	static class Reader {

		@Agent(topics = "${source}")
		void read(String value) {
		}

	}

	static class All {

		private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

		@Agent(topicPattern = "${pattern}")
		void all(String value) {
			this.seen.add(value);
		}

	}

}
