package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.channel.Channel;
import org.faustspring.channel.ChannelStream;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.support.KafkaHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Agents that consume channels, behind agents that read topics.
 */
class ChannelAgentsIntegrationTests {

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void everyEventIsCountedOnceBeforeAndBehindAChannelAcrossRestarts(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("channel-source", 4);
		String output = SharedBroker.topic("channel-output", 2);
		TestApp.Builder builder = builder("channel-count", guarantee, Counting.class).property("source", source)
			.property("output", output);
		SharedBroker.send(source, values(0, 2000));
		try (TestApp app = builder.start()) {
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(total(app.bean(Counting.class).behind)).isEqualTo(2000));
		}
		SharedBroker.send(source, values(2000, 3000));
		try (TestApp app = builder.start()) {
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(counts(app.bean(Counting.class).behind)).hasSize(10)
					.allSatisfy((key, count) -> assertThat(count).isEqualTo(300L));
				assertThat(counts(app.bean(Counting.class).before)).isEqualTo(counts(app.bean(Counting.class).behind));
			});
			await().untilAsserted(() -> assertThat(app.bean(Counting.class).channel.size()).isZero());
		}
		// A transaction is committed before all of its partitions show it.
		await().untilAsserted(() -> assertThat(SharedBroker.values(output)).hasSize(3000).doesNotHaveDuplicates());
	}

	@Test
	void lanesAndBatchesConsumeAChannelAndEachGetsEveryMessage() {
		String source = SharedBroker.topic("channel-source", 2);
		TestApp.Builder builder = builder("channel-kinds", ProcessingGuarantee.AT_LEAST_ONCE, Kinds.class)
			.property("source", source);
		SharedBroker.send(source, values(0, 1000));
		try (TestApp app = builder.start()) {
			Kinds kinds = app.bean(Kinds.class);
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(kinds.inLanes).hasSize(1000).doesNotHaveDuplicates();
				assertThat(kinds.inBatches).hasSize(1000).doesNotHaveDuplicates();
				assertThat(kinds.subscribed).hasSize(1000).doesNotHaveDuplicates();
			});
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(app.app().figures().commits()).isPositive());
		}
	}

	@ParameterizedTest
	@EnumSource
	void failedMessageIsRetriedAndItsSourceRecordDeadLettered(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("channel-source", 1);
		TestApp.Builder builder = builder("channel-fail", guarantee, Failing.class).property("source", source);
		SharedBroker.send(source, List.of("k0:good", "k1:bad", "k2:twice", "k3:good"));
		try (TestApp app = builder.start()) {
			Failing failing = app.bean(Failing.class);
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(failing.done).containsExactly("k0:good", "k2:twice", "k3:good"));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(SharedBroker.read(source + "-dlt", true)).hasSize(1));
			assertThat(failing.attempts).containsExactly("k0:good 1", "k1:bad 1", "k1:bad 2", "k1:bad 3", "k2:twice 1",
					"k3:good 1");
		}
		ConsumerRecord<String, String> letter = SharedBroker.read(source + "-dlt", true).get(0);
		assertThat(letter.key()).isEqualTo("k1");
		assertThat(letter.value()).isEqualTo("k1:bad");
		assertThat(new String(letter.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_STACKTRACE).value()))
			.contains("no good");
	}

	@Test
	void subscriberOutsideOfTheAppHoldsTheOffsetUntilItIsThrough() {
		String id = SharedBroker.unique("channel-hold");
		String source = SharedBroker.topic("channel-source", 1);
		TestApp.Builder builder = TestApp.builder(id)
			.state(this.state)
			.beans(Forwarding.class)
			.commitInterval(Duration.ofMillis(100))
			.property("source", source);
		SharedBroker.send(source, values(0, 5));
		List<String> first = new ArrayList<>();
		try (TestApp app = builder.start();
				ChannelStream<String> stream = app.bean(Forwarding.class).channel.stream()) {
			for (String message : stream) {
				first.add(message);
				if (first.size() == 3) {
					// Two are acknowledged, the third one is not.
					break;
				}
			}
			await().during(Duration.ofMillis(500))
				.atMost(Duration.ofSeconds(10))
				.until(() -> ChannelBackPressureIntegrationTests.committed(id) <= 2);

			stream.close();

			await().atMost(Duration.ofSeconds(20)).until(() -> ChannelBackPressureIntegrationTests.committed(id) == 5);
		}
		assertThat(first).containsExactly("k0:0", "k1:1", "k2:2");
	}

	@Test
	void pausedConsumerHoldsBackItsFeederAndNobodyElse() {
		String source = SharedBroker.topic("channel-source", 1);
		String other = SharedBroker.topic("channel-other", 1);
		TestApp.Builder builder = builder("channel-pause", ProcessingGuarantee.EXACTLY_ONCE, Pausing.class).workers(1)
			.property("source", source)
			.property("other", other);
		try (TestApp app = builder.start()) {
			Pausing pausing = app.bean(Pausing.class);
			app.agent("consume").pause();
			SharedBroker.send(source, values(0, 500));
			SharedBroker.send(other, values(0, 500));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(total(pausing.others)).isEqualTo(500));
			assertThat(total(pausing.consumed)).isZero();

			app.agent("consume").resume();

			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(total(pausing.consumed)).isEqualTo(500));
			assertThat(total(pausing.others)).isEqualTo(500);
		}
	}

	private TestApp.Builder builder(String name, ProcessingGuarantee guarantee, Class<?> beans) {
		return TestApp.builder(SharedBroker.unique(name)).guarantee(guarantee).state(this.state).beans(beans);
	}

	static List<String> values(int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> "k%d:%d".formatted(i % 10, i)).toList();
	}

	static long total(Table<String, Long> table) {
		return counts(table).values().stream().mapToLong(Long::longValue).sum();
	}

	static Map<String, Long> counts(Table<String, Long> table) {
		Map<String, Long> counts = new TreeMap<>();
		table.entries().forEach((entry) -> counts.put(entry.key(), entry.value()));
		return counts;
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Channel<String> work(FaustApp app) {
			return app.channel("work", String.class, 100);
		}

		@Bean
		Table<String, Long> before(FaustApp app) {
			return app.table("before", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Table<String, Long> behind(FaustApp app) {
			return app.table("behind", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Beans.class)
	static class Counting {

		private final Channel<String> channel;

		final Table<String, Long> before;

		final Table<String, Long> behind;

		Counting(Channel<String> work, Table<String, Long> before, Table<String, Long> behind) {
			this.channel = work;
			this.before = before;
			this.behind = behind;
		}

		@Agent(topics = "${source}")
		@Sink(channel = "work")
		String feed(String value, String key) {
			this.before.update(key, (count) -> count + 1);
			return value;
		}

		@Agent(channel = "work")
		@Sink(topic = "${output}")
		String consume(String value, String key, Event<String> event) {
			this.behind.update(key, (count) -> count + 1);
			assertThat(event.partition()).isNotNegative();
			return value;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneChannel {

		@Bean
		Channel<String> work(FaustApp app) {
			return app.channel("work", String.class, 100);
		}

	}

	@Import(OneChannel.class)
	static class Kinds {

		private final Queue<String> inLanes = new ConcurrentLinkedQueue<>();

		private final Queue<String> inBatches = new ConcurrentLinkedQueue<>();

		private final Queue<String> subscribed = new ConcurrentLinkedQueue<>();

		private final Channel<String> channel;

		Kinds(Channel<String> work) {
			this.channel = work;
			work.subscribe(this.subscribed::add);
		}

		@Agent(topics = "${source}", concurrency = 4)
		void feed(String value) throws InterruptedException {
			this.channel.send(value);
		}

		@Agent(channel = "work", concurrency = 4)
		void lanes(String value) {
			this.inLanes.add(value);
		}

		@Agent(channel = "work", batch = 50, within = "10s")
		void batches(List<String> values) {
			this.inBatches.addAll(values);
		}

	}

	@Import(OneChannel.class)
	static class Failing {

		private final List<String> attempts = Collections.synchronizedList(new ArrayList<>());

		private final List<String> done = Collections.synchronizedList(new ArrayList<>());

		private final Map<String, Integer> fed = new HashMap<>();

		private final Channel<String> channel;

		Failing(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${source}")
		void feed(String value) throws InterruptedException {
			this.channel.send(value);
			if (value.endsWith("twice") && this.fed.merge(value, 1, Integer::sum) < 3) {
				throw new IllegalStateException("what it has sent is dropped");
			}
		}

		@Agent(channel = "work")
		void consume(Event<String> event) {
			this.attempts.add("%s %d".formatted(event.value(), event.attempt()));
			if (String.valueOf(event.value()).endsWith("bad")) {
				throw new IllegalArgumentException("no good");
			}
			this.done.add(String.valueOf(event.value()));
		}

	}

	@Import(OneChannel.class)
	static class Forwarding {

		private final Channel<String> channel;

		private boolean subscribed;

		Forwarding(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${source}")
		@Sink(channel = "work")
		String feed(String value) {
			if (!this.subscribed) {
				await().until(() -> this.channel.subscribers() == 1);
				this.subscribed = true;
			}
			return value;
		}

	}

	@Import(Beans.class)
	static class Pausing {

		private final Table<String, Long> consumed;

		private final Table<String, Long> others;

		Pausing(Table<String, Long> before, Table<String, Long> behind) {
			this.others = before;
			this.consumed = behind;
		}

		@Agent(topics = "${source}", tables = "none")
		@Sink(channel = "work")
		String feed(String value) {
			return value;
		}

		@Agent(topics = "${other}", tables = "before")
		void other(String value) {
			this.others.update(value.substring(0, 2), (count) -> count + 1);
		}

		@Agent(channel = "work", tables = "behind")
		void consume(String value) {
			this.consumed.update(value.substring(0, 2), (count) -> count + 1);
		}

	}

}
