package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.channel.Channel;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Under at-least-once a worker goes on while its last commit is under way.
 */
class CommitUnderWayIntegrationTests {

	private final String source = SharedBroker.topic("source", 1);

	private final String output = SharedBroker.topic("output", 1);

	@TempDir
	Path state;

	private TestApp.Builder builder;

	@BeforeEach
	void setUp() {
		Barrier.open();
		WatchedCounts.watch(Barrier::pass);
		this.builder = TestApp.builder(SharedBroker.unique("under-way"))
			.guarantee(ProcessingGuarantee.AT_LEAST_ONCE)
			.commitInterval(Duration.ofMillis(100))
			.workers(1)
			.state(this.state)
			.property("source", this.source)
			.property("output", this.output)
			.beans(Counting.class);
	}

	@Test
	void eventsAreProcessedAndBelongToTheNextCommit() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			sendBeforeAndAfterACommitBegins(counting);
			assertThat(WatchedCounts.of(app, "a")).isZero();

			Barrier.open();
			WatchedCounts.awaitCount(app, "a", 10);
			assertThat(SharedBroker.values(this.output)).isEqualTo(WatchedCounts.upTo(10));
			assertThat(counting.handled).hasValue(10);
		}
	}

	@Test
	void commitThatFailsTakesBackWhatCameAfterItToo() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			sendBeforeAndAfterACommitBegins(counting);

			Barrier.fail();
			WatchedCounts.awaitCount(app, "a", 10);
			assertThat(counting.handled).hasValue(20);
		}
		// Outputs of a failed commit are there, as at-least-once allows.
		assertThat(SharedBroker.values(this.output)).containsAll(WatchedCounts.upTo(10));
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertThat(WatchedCounts.of(app, "a")).isEqualTo(10);
		}
	}

	@Test
	void stopWaitsForItAndCommitsTheRest() throws Exception {
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			sendBeforeAndAfterACommitBegins(counting);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(app::close);
			await().until(() -> app.states().contains(AppState.STOPPING));

			Barrier.open();
			closed.get(20, TimeUnit.SECONDS);
			assertThat(counting.handled).hasValue(10);
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			assertThat(WatchedCounts.of(app, "a")).isEqualTo(10);
			assertThat(app.app().figures().restored()).isZero();
			assertThat(counting.handled).hasValue(0);
		}
		assertThat(SharedBroker.values(this.output)).isEqualTo(WatchedCounts.upTo(10));
	}

	@Test
	void messageFromOutsideIsProcessedAgainWithTheCommitThatItBelongsTo() throws Exception {
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			Barrier.close();
			SharedBroker.send(this.source, List.of("a"));
			await().until(Barrier::reached);
			counting.notes.send("n");
			await().until(() -> counting.noted.get() == 1);

			Barrier.open();
			WatchedCounts.awaitCount(app, "a", 1);
			assertThat(counting.noted).hasValue(1);
			Barrier.close();
			SharedBroker.send(this.source, List.of("a"));
			counting.notes.send("n");
			await().until(() -> Barrier.reached() && counting.noted.get() == 2);

			Barrier.fail();
			WatchedCounts.awaitCount(app, "a", 2);
			await().until(() -> counting.noted.get() == 3);
		}
	}

	private void sendBeforeAndAfterACommitBegins(Counting counting) {
		Barrier.close();
		SharedBroker.send(this.source, Collections.nCopies(5, "a"));
		await().until(Barrier::reached);
		SharedBroker.send(this.source, Collections.nCopies(5, "a"));
		await().until(() -> counting.handled.get() == 10);
	}

	/** Holds the thread that carries commits out, or makes it fail. */
	private static final class Barrier {

		private static volatile CountDownLatch opened = new CountDownLatch(0);

		private static volatile CountDownLatch reached = new CountDownLatch(1);

		private static volatile boolean failing;

		static void close() {
			reached = new CountDownLatch(1);
			opened = new CountDownLatch(1);
		}

		static boolean reached() {
			return reached.getCount() == 0;
		}

		static void open() {
			failing = false;
			opened.countDown();
		}

		/** Let the next commit fail, and no other. */
		static void fail() {
			failing = true;
			opened.countDown();
		}

		static void pass() {
			if (!WatchedCounts.onCommitThread()) {
				return;
			}
			reached.countDown();
			try {
				if (!opened.await(20, TimeUnit.SECONDS)) {
					throw new IllegalStateException("Nobody has opened the barrier");
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (failing) {
				failing = false;
				throw new IllegalStateException("no good");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Channel<String> notes(FaustApp app) {
			return app.channel("notes", String.class, 50);
		}

	}

	@Import({ WatchedCounts.Tables.class, Beans.class })
	static class Counting {

		private final Table<String, WatchedCounts.Count> table;

		private final Channel<String> notes;

		private final AtomicInteger handled = new AtomicInteger();

		private final AtomicInteger noted = new AtomicInteger();

		Counting(Table<String, WatchedCounts.Count> counts, Channel<String> notes) {
			this.table = counts;
			this.notes = notes;
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String count(String name) {
			long number = this.table.update(name, WatchedCounts::next).number();
			this.handled.incrementAndGet();
			return String.valueOf(number);
		}

		@Agent(channel = "notes")
		void note(String text) {
			this.noted.incrementAndGet();
		}

	}

}
