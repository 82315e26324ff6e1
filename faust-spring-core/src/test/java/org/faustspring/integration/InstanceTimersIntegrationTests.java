package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.faustspring.annotation.Cron;
import org.faustspring.annotation.Every;
import org.faustspring.app.TimerInfo;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Timers that every instance calls.
 */
class InstanceTimersIntegrationTests {

	@TempDir
	Path state;

	@Test
	void timersAreCalledWhileTheAppRunsAlthoughOneFailsAndOneTakesLong() {
		Timers timers;
		try (TestApp app = app(Timers.class).start().awaitRunning()) {
			timers = app.bean(Timers.class);
			await().until(() -> timers.ticks.get() >= 3 && timers.failed.get() >= 3 && timers.cron.get() >= 1);
			assertThat(timers.slow.get()).isPositive();
			assertThat(timers.overlapped).isFalse();
			assertThat(info(app, "fail")).satisfies((info) -> {
				assertThat(info.kind()).isEqualTo(TimerInfo.Kind.INSTANCE);
				assertThat(info.errors()).isGreaterThanOrEqualTo(2);
				assertThat(info.runs()).isZero();
				assertThat(info.lastError()).contains("no good");
				assertThat(info.lastRun()).isNotNull();
			});
			await().untilAsserted(() -> assertThat(info(app, "slow").inProgress()).singleElement()
				.satisfies((call) -> assertThat(call.stack()).anyMatch((line) -> line.contains("Timers.slow"))));
			assertThat(app.app().isLeader()).isFalse();
		}
		int ticks = timers.ticks.get();
		await().during(Duration.ofMillis(300)).until(() -> timers.ticks.get() == ticks);
	}

	@Test
	void stopWaitsForACallThatIsRunning() throws Exception {
		Patient timers;
		try (TestApp app = app(Patient.class).start().awaitRunning()) {
			timers = app.bean(Patient.class);
			assertThat(timers.begun.await(10, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(timers.ends).containsExactly("done");
	}

	@Test
	void stopInterruptsACallThatDoesNotReturnInTime() throws Exception {
		Hanging timers;
		try (TestApp app = app(Hanging.class).shutdownTimeout(Duration.ofMillis(300)).start().awaitRunning()) {
			timers = app.bean(Hanging.class);
			assertThat(timers.begun.await(10, TimeUnit.SECONDS)).isTrue();
		}
		await().untilAsserted(() -> assertThat(timers.ends).containsExactly("interrupted"));
	}

	private TestApp.Builder app(Class<?> beans) {
		return TestApp.builder(SharedBroker.unique("timers")).state(this.state).beans(beans);
	}

	private static TimerInfo info(TestApp app, String name) {
		return app.app().timers().stream().filter((timer) -> timer.name().equals(name)).findFirst().orElseThrow();
	}

	static class Timers {

		private final AtomicInteger ticks = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		private final AtomicInteger slow = new AtomicInteger();

		private final AtomicInteger cron = new AtomicInteger();

		private final AtomicBoolean running = new AtomicBoolean();

		private volatile boolean overlapped;

		@Every("50ms")
		void tick() {
			this.ticks.incrementAndGet();
		}

		@Every("400ms")
		void fail() {
			this.failed.incrementAndGet();
			throw new IllegalStateException("no good");
		}

		@Cron("* * * * * *")
		void cron() {
			this.cron.incrementAndGet();
		}

		@Every(value = "20ms", initialDelay = "0s")
		void slow() throws InterruptedException {
			this.overlapped |= !this.running.compareAndSet(false, true);
			new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
			this.running.set(false);
			this.slow.incrementAndGet();
		}

	}

	static class Patient {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final List<String> ends = new CopyOnWriteArrayList<>();

		@Every(value = "1h", initialDelay = "0s")
		void tick() throws InterruptedException {
			this.begun.countDown();
			new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
			this.ends.add("done");
		}

	}

	static class Hanging {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final List<String> ends = new CopyOnWriteArrayList<>();

		@Every(value = "10ms", initialDelay = "0s")
		void tick() {
			this.begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.ends.add("interrupted");
			}
		}

	}

}
