package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Under at-least-once a worker that has no pauses, and no processor to spare, does the
 * work of its commits itself and has only the waiting done beside it.
 */
class BusyCommitIntegrationTests {

	private static final int EVENTS = 6000;

	private static final long EVENT_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

	private final String id = SharedBroker.unique("busy");

	private final String source = SharedBroker.topic("source", 1);

	private final String output = SharedBroker.topic("output", 1);

	@TempDir
	Path state;

	/** How often a commit's thread has looked at the one value there is. */
	private final AtomicInteger writtenBeside = new AtomicInteger();

	private TestApp.Builder builder;

	@BeforeEach
	void setUp() {
		this.builder = TestApp.builder(this.id)
			.guarantee(ProcessingGuarantee.AT_LEAST_ONCE)
			.commitInterval(Duration.ofMillis(50))
			.workers(Runtime.getRuntime().availableProcessors())
			.state(this.state)
			.property("source", this.source)
			.property("output", this.output)
			.beans(Counting.class);
		SharedBroker.send(this.source, Collections.nCopies(EVENTS, "a"));
		WatchedCounts.watch(() -> {
			if (WatchedCounts.onCommitThread()) {
				this.writtenBeside.incrementAndGet();
			}
		});
	}

	@Test
	void workerWithoutPausesWritesItsCommitsItself() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			WatchedCounts.awaitCount(app, "a", EVENTS);
			assertThat(app.app().figures().commits()).isGreaterThan(this.writtenBeside.get() + 1L);
			assertThat(counting.handled).hasValue(EVENTS);
		}
		assertThat(SharedBroker.values(this.output)).isEqualTo(WatchedCounts.upTo(EVENTS));
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			assertThat(WatchedCounts.of(app, "a")).isEqualTo(EVENTS);
			assertThat(app.app().figures().restored()).isZero();
			assertThat(counting.handled).hasValue(0);
		}
	}

	@Test
	void commitThatIsNotConfirmedTakesBackWhatCameAfterItToo() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			await().until(() -> counting.handled.get() > EVENTS / 3);
			byte[] foreign = "{\"number\":-1}".getBytes(StandardCharsets.UTF_8);
			SharedBroker.sendRecords(List.of(new ProducerRecord<>(this.id + "-counts-changelog", 0,
					"a".getBytes(StandardCharsets.UTF_8), foreign)));

			WatchedCounts.awaitCount(app, "a", EVENTS);
			assertThat(app.app().figures().foreignWrites()).isPositive();
			assertThat(counting.handled).hasValueGreaterThan(EVENTS);
		}
		assertThat(SharedBroker.values(this.output)).containsAll(WatchedCounts.upTo(EVENTS));
		try (TestApp app = this.builder.start().awaitRunning()) {
			assertThat(WatchedCounts.of(app, "a")).isEqualTo(EVENTS);
		}
	}

	@Import(WatchedCounts.Tables.class)
	static class Counting {

		private final Table<String, WatchedCounts.Count> table;

		private final AtomicInteger handled = new AtomicInteger();

		Counting(Table<String, WatchedCounts.Count> counts) {
			this.table = counts;
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String count(String name) {
			long until = System.nanoTime() + EVENT_NANOS;
			while (System.nanoTime() - until < 0) {
				Thread.onSpinWait();
			}
			long number = this.table.update(name, WatchedCounts::next).number();
			this.handled.incrementAndGet();
			return String.valueOf(number);
		}

	}

}
