package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppState;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Start and stop of an App, also where something hangs.
 */
class LifecycleIntegrationTests {

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void theAppStartsAgainAfterItWasStopped(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		try (TestApp app = tally.app(this.state).start().awaitRunning()) {
			SmartLifecycle lifecycle = (SmartLifecycle) app.app();
			for (int i = 0; i < 3; i++) {
				tally.send(300);
				tally.awaitExact(app);
				lifecycle.stop();
				assertThat(app.app().state()).isEqualTo(AppState.STOPPED);
				awaitNoEngineThreads();
				lifecycle.start();
				app.awaitRunning();
			}
			tally.awaitExact(app);
		}
		tally.assertTopicsExact();
		awaitNoEngineThreads();
	}

	@Test
	void aHandlerThatHangsDoesNotHoldUpTheStop() {
		String source = SharedBroker.topic("hanging", 2);
		System.setProperty("hanging.source", source);
		SharedBroker.send(source, List.of("a:1", "b:2", "c:3", "d:4"));
		Hanging.entered = new CountDownLatch(1);
		Hanging.release = new CountDownLatch(1);
		TestApp.Builder builder = TestApp.builder(SharedBroker.unique("hanging"))
			.state(this.state)
			.shutdownTimeout(Duration.ofSeconds(2))
			.beans(Hanging.class);
		TestApp app = builder.start();
		await().until(() -> Hanging.entered.getCount() == 0);

		long started = System.nanoTime();
		app.close();

		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(12));
		await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(engineThreads()).isEmpty());
		// The event was not done, so it comes again.
		Hanging.entered = new CountDownLatch(4);
		Hanging.release.countDown();
		try (TestApp again = builder.start()) {
			await().atMost(Duration.ofSeconds(30)).until(() -> Hanging.entered.getCount() == 0);
		}
	}

	@Test
	void aStopWaitsOnlyForTheEventInHand() {
		String source = SharedBroker.topic("slow", 1);
		String output = SharedBroker.topic("slow-output", 1);
		System.setProperty("slow.source", source);
		System.setProperty("slow.output", output);
		SharedBroker.send(source, IntStream.range(0, 300).mapToObj(String::valueOf).toList());
		TestApp.Builder builder = TestApp.builder(SharedBroker.unique("slow")).state(this.state).beans(Slow.class);
		TestApp app = builder.start();
		await().until(() -> Slow.done.get() > 2);

		long started = System.nanoTime();
		app.close();

		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
		int done = Slow.done.get();
		assertThat(done).isLessThan(100);
		try (TestApp again = builder.start()) {
			await().until(() -> Slow.done.get() > done + 2);
		}
		assertThat(SharedBroker.read(output, true)).extracting(ConsumerRecord::value).doesNotHaveDuplicates();
	}

	@Test
	void aStopInTheMiddleOfTheStartEnds() {
		Tally tally = new Tally(ProcessingGuarantee.EXACTLY_ONCE);
		tally.send(1000);
		for (int i = 0; i < 3; i++) {
			tally.app(this.state).start().close();
			awaitNoEngineThreads();
		}
		try (TestApp app = tally.app(this.state).start()) {
			tally.awaitExact(app);
		}
		tally.assertTopicsExact();
	}

	private static void awaitNoEngineThreads() {
		await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertThat(engineThreads()).isEmpty());
	}

	private static List<String> engineThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith("faust-"))
			.toList();
	}

	static class Hanging {

		static volatile CountDownLatch entered = new CountDownLatch(1);

		static volatile CountDownLatch release = new CountDownLatch(1);

		@Agent(topics = "${hanging.source}")
		void hang(String value) throws InterruptedException {
			entered.countDown();
			release.await();
		}

	}

	static class Slow {

		static final AtomicInteger done = new AtomicInteger();

		@Agent(topics = "${slow.source}")
		@Sink(topic = "${slow.output}")
		String slow(String value) {
			LockSupport.parkNanos(100_000_000);
			done.incrementAndGet();
			return value;
		}

	}

}
