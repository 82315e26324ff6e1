package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events of different keys at the same time, events of a key in order.
 */
class LanesIntegrationTests {

	private static final int KEYS = 64;

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 1);

	private final String output = SharedBroker.topic("output", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("lanes"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.property("source", this.source)
			.property("output", this.output)
			.property("lanes", 8)
			.property("wait", 10)
			.beans(Sequences.class);
	}

	@ParameterizedTest
	@EnumSource
	void eightLanesAreSixTimesAsFastAsOneAndKeepTheOrderOfEachKey(ProcessingGuarantee guarantee) {
		int count = 1600;
		this.builder.guarantee(guarantee);

		send(0, 300);
		double one = eventsPerSecond(this.builder.property("lanes", 1), 0, 300);
		send(300, count);
		double eight = eventsPerSecond(this.builder.property("lanes", 8), 300, count);
		System.out.printf("%s, handler of 10 ms: %.0f events/s in one lane, %.0f in eight: %.1f times%n", guarantee,
				one, eight, eight / one);

		assertThat(eight / one).isGreaterThanOrEqualTo(6);
		assertThat(SharedBroker.values(this.output)).hasSize(count);
	}

	/** Events a second between the first and the last of a run. */
	private double eventsPerSecond(TestApp.Builder settings, int from, int to) {
		try (TestApp app = settings.start().awaitRunning()) {
			Sequences sequences = app.bean(Sequences.class);
			await().atMost(Duration.ofSeconds(60)).until(() -> sequences.handled.get() == to - from);
			awaitTotal(app, to);
			assertThat(sequences.outOfOrder).isEmpty();
			return (to - from) * 1e9 / (sequences.last.get() - sequences.first.get());
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLostOrDoubledWhenTheAppStopsWhileLanesAreBusy(ProcessingGuarantee guarantee) {
		int count = 1500;
		send(0, count);
		this.builder.guarantee(guarantee).commitInterval(Duration.ofMillis(100));

		for (int run = 1; run <= 3; run++) {
			try (TestApp app = this.builder.start().awaitRunning()) {
				Sequences sequences = app.bean(Sequences.class);
				await().until(() -> sequences.handled.get() >= 150);
			}
		}
		try (TestApp app = this.builder.start().awaitRunning()) {
			awaitTotal(app, count);
			assertThat(app.bean(Sequences.class).outOfOrder).isEmpty();
			assertThat(sequences(app)).hasSize(KEYS)
				.allSatisfy((key, last) -> assertThat(last).isEqualTo(perKey(key, count)));
		}
		List<String> results = SharedBroker.values(this.output);
		assertThat(results).doesNotHaveDuplicates().hasSize(count);
	}

	@ParameterizedTest
	@EnumSource
	void eventThatFailsHoldsUpItsLaneOnlyAndLeavesNoTrace(ProcessingGuarantee guarantee) {
		int count = 400;
		List<ProducerRecord<byte[], byte[]>> records = records(0, count);
		records.add(20, SharedBroker.record(this.source, "k5", "k5:-1"));
		SharedBroker.sendRecords(records);

		try (TestApp app = this.builder.guarantee(guarantee).start().awaitRunning()) {
			awaitTotal(app, count);
			await().until(() -> SharedBroker.values(this.source + "-dlt").equals(List.of("k5:-1")));
			assertThat(app.bean(Sequences.class).outOfOrder).isEmpty();
			assertThat(app.agent("sequence").figures().get(0).errors()).isEqualTo(3);
			assertThat(sequences(app)).allSatisfy((key, last) -> assertThat(last).isEqualTo(perKey(key, count)));
		}
		assertThat(SharedBroker.values(this.output)).hasSize(count).doesNotContain("k5:-1");
	}

	private void send(int from, int to) {
		SharedBroker.sendRecords(records(from, to));
	}

	private List<ProducerRecord<byte[], byte[]>> records(int from, int to) {
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		for (int i = from; i < to; i++) {
			String key = "k" + i % KEYS;
			records.add(SharedBroker.record(this.source, key, key + ":" + (i / KEYS + 1)));
		}
		return records;
	}

	private static long perKey(String key, int count) {
		int number = Integer.parseInt(key.substring(1));
		return count / KEYS + ((number < count % KEYS) ? 1 : 0);
	}

	private static void awaitTotal(TestApp app, long total) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(() -> assertThat(sequences(app).values().stream().mapToLong(Long::longValue).sum())
				.isEqualTo(total));
	}

	private static Map<String, Long> sequences(TestApp app) {
		Map<String, Long> sequences = new TreeMap<>();
		app.bean(Sequences.class).table.entries().forEach((entry) -> sequences.put(entry.key(), entry.value()));
		return sequences;
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> lastOfKey(FaustApp app) {
			return app.table("last-of-key", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Sequences {

		private final Table<String, Long> table;

		private final long wait;

		private final AtomicInteger handled = new AtomicInteger();

		private final AtomicLong first = new AtomicLong();

		private final AtomicLong last = new AtomicLong();

		private final List<String> outOfOrder = new CopyOnWriteArrayList<>();

		private final Map<String, Boolean> busy = new ConcurrentHashMap<>();

		Sequences(Table<String, Long> lastOfKey, @Value("${wait}") long wait) {
			this.table = lastOfKey;
			this.wait = wait;
		}

		@Agent(topics = "${source}", concurrencyString = "${lanes}")
		@Sink(topic = "${output}")
		String sequence(String value, String key) throws InterruptedException {
			this.first.compareAndSet(0, System.nanoTime());
			if (this.busy.put(key, true) != null) {
				this.outOfOrder.add("at the same time: " + value);
			}
			try {
				Thread.sleep(this.wait);
				long number = Long.parseLong(value.substring(value.indexOf(':') + 1));
				long before = this.table.getOrDefault(key, 0L);
				this.table.put(key, number);
				if (number < 0) {
					throw new IllegalStateException("no good");
				}
				if (number != before + 1) {
					this.outOfOrder.add(value + " after " + before);
				}
				this.last.set(System.nanoTime());
				this.handled.incrementAndGet();
				return value;
			}
			finally {
				this.busy.remove(key);
			}
		}

	}

}
