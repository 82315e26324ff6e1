package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.channel.Channel;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Streams of topics that merge a channel.
 */
class MergedChannelsIntegrationTests {

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void eventsAndMessagesCountOnceAcrossARestart(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("merge-source", 2);
		String other = SharedBroker.topic("merge-other", 2);
		TestApp.Builder builder = builder(Counting.class, source, other).guarantee(guarantee);
		SharedBroker.send(source, ChannelAgentsIntegrationTests.values(0, 1000));
		SharedBroker.send(other, ChannelAgentsIntegrationTests.values(0, 2000));
		try (TestApp app = builder.start()) {
			await().atMost(Duration.ofSeconds(40))
				.untilAsserted(() -> assertThat(total(app.bean(Counting.class))).isBetween(500L, 3000L));
		}
		SharedBroker.send(source, ChannelAgentsIntegrationTests.values(1000, 2000));
		SharedBroker.send(other, ChannelAgentsIntegrationTests.values(2000, 3000));
		try (TestApp app = builder.start()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(40))
				.untilAsserted(() -> assertThat(total(counting)).isGreaterThanOrEqualTo(5000));
			assertThat(ChannelAgentsIntegrationTests.counts(counting.counts)).hasSize(10)
				.allSatisfy((key, count) -> assertThat(count).isEqualTo(300));
			assertThat(ChannelAgentsIntegrationTests.counts(counting.messages)).hasSize(10)
				.allSatisfy((key, count) -> assertThat(count).isEqualTo(200));
			await().untilAsserted(() -> assertThat(counting.channel.size()).isZero());
		}
	}

	private static long total(Counting counting) {
		return ChannelAgentsIntegrationTests.total(counting.counts)
				+ ChannelAgentsIntegrationTests.total(counting.messages);
	}

	@ParameterizedTest
	@EnumSource
	void listsOfBothAreProcessedOnceAndDoNotHoldUpCommits(ProcessingGuarantee guarantee) {
		String source = SharedBroker.topic("merge-source", 2);
		String other = SharedBroker.topic("merge-other", 2);
		String output = SharedBroker.topic("merge-output", 1);
		TestApp.Builder builder = builder(Lists.class, source, other).guarantee(guarantee).property("output", output);
		SharedBroker.send(source, ChannelAgentsIntegrationTests.values(0, 300));
		SharedBroker.send(other, ChannelAgentsIntegrationTests.values(300, 600));
		try (TestApp app = builder.start()) {
			await().atMost(Duration.ofSeconds(40))
				.untilAsserted(() -> assertThat(SharedBroker.values(output)).hasSize(600));
		}
		try (TestApp app = builder.start().awaitRunning()) {
			SharedBroker.send(source, List.of("k0:last"));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(SharedBroker.values(output)).hasSize(601).doesNotHaveDuplicates());
		}
	}

	@Test
	void messagesComeFromOutsideAndFromTasksInWhichTheAgentReadsNothing() throws Exception {
		String source = SharedBroker.topic("merge-source", 3);
		String other = SharedBroker.topic("merge-other", 2);
		String output = SharedBroker.topic("merge-output", 1);
		TestApp.Builder builder = builder(Pipeline.class, source, other).property("output", output);
		try (TestApp app = builder.start().awaitRunning()) {
			app.bean(Pipeline.class).channel.send("out:0");
			SharedBroker.send(source, List.of("a:1", "b:2", "c:3"));
			SharedBroker.send(other, List.of("a:1", "d:4"));
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(SharedBroker.values(output)).containsExactlyInAnyOrder("message out:0!",
						"message a:1!", "message b:2!", "message c:3!", "a:1!", "d:4!"));
		}
	}

	@Test
	void pausedAgentHoldsBackThoseWhoSendToIt() {
		String source = SharedBroker.topic("merge-source", 2);
		String other = SharedBroker.topic("merge-other", 2);
		TestApp.Builder builder = builder(Counting.class, source, other);
		try (TestApp app = builder.start().awaitRunning()) {
			Counting counting = app.bean(Counting.class);
			app.agent("both").pause();
			SharedBroker.send(source, ChannelAgentsIntegrationTests.values(0, 500));
			SharedBroker.send(other, ChannelAgentsIntegrationTests.values(0, 500));
			await().during(Duration.ofSeconds(2))
				.atMost(Duration.ofSeconds(10))
				.until(() -> counting.fed.get() < 10 && total(counting) == 0);

			app.agent("both").resume();

			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(total(counting)).isEqualTo(1000));
		}
	}

	@Test
	void mergeByTimeOrdersMessagesByTheTimeOfTheirEvents() {
		String source = SharedBroker.topic("merge-source", 1);
		String other = SharedBroker.topic("merge-other", 1);
		TestApp.Builder builder = builder(ByTime.class, source, other);
		try (TestApp app = builder.start().awaitRunning()) {
			ByTime byTime = app.bean(ByTime.class);
			sendAt(source, 1000, 3000, 5000);
			await().atMost(Duration.ofSeconds(10)).until(() -> byTime.fed.get() == 3);
			assertThat(byTime.seen).isEmpty();

			sendAt(other, 2000, 4000, 6000);

			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(byTime.seen).containsExactly("message 1000", "2000", "message 3000",
						"4000", "message 5000", "6000"));
			// Nothing is known about what a channel will bring.
			sendAt(other, 8000);
			await().atMost(Duration.ofSeconds(5)).until(() -> byTime.seen.size() == 7);
			sendAt(source, 9000);
			await().atMost(Duration.ofSeconds(20)).until(() -> byTime.seen.contains("message 9000"));
		}
	}

	private static void sendAt(String topic, int... timestamps) {
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		IntStream.of(timestamps)
			.forEach((time) -> records
				.add(new ProducerRecord<>(topic, 0, (long) time, null, String.valueOf(time).getBytes())));
		SharedBroker.sendRecords(records);
	}

	@Test
	void agentWhoseStreamsHaveEndedIsCompletedAndGoesOnWhenStarted() {
		String source = SharedBroker.topic("merge-source", 1);
		String other = SharedBroker.topic("merge-other", 1);
		TestApp.Builder builder = builder(Ending.class, source, other);
		try (TestApp app = builder.start().awaitRunning()) {
			Ending ending = app.bean(Ending.class);
			SharedBroker.send(source, List.of("a:1", "end", "a:2"));
			await().atMost(Duration.ofSeconds(20)).until(() -> app.agent("ending").state() == AgentState.COMPLETED);
			assertThat(ending.seen).containsExactly("a:1");
			ending.open = true;

			app.agent("ending").start();

			SharedBroker.send(other, List.of("b:1"));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(ending.seen).containsExactlyInAnyOrder("a:1", "end", "a:2", "b:1"));
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Circle.class, LongCircle.class })
	void publishingInACircleFails(Class<?> beans) {
		String source = SharedBroker.topic("merge-source", 1);
		String other = SharedBroker.topic("merge-other", 1);
		try (TestApp app = builder(beans, source, other).start().awaitRunning()) {
			SharedBroker.send(other, List.of("a:1"));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(SharedBroker.read(other + "-dlt", true)).hasSize(1)
					.allSatisfy((letter) -> assertThat(
							new String(letter.headers().lastHeader("kafka_dlt-exception-message").value()))
						.contains("leads back to it")));
		}
	}

	@Test
	void whatCannotBeToldAfterAFaultIsRefused() {
		String source = SharedBroker.topic("merge-source", 1);
		String other = SharedBroker.topic("merge-other", 1);
		assertRefused(builder(Grouping.class, source, other), "channel 'work' is merged in before groupBy() ('value')");
		assertRefused(builder(Distinct.class, source, other), "distinct() cannot follow a merge of");
		assertRefused(builder(Twice.class, source, other), "channel 'work' is merged in twice");
	}

	private static void assertRefused(TestApp.Builder builder, String message) {
		assertThatThrownBy(() -> builder.start().awaitRunning()).hasStackTraceContaining(message);
	}

	private TestApp.Builder builder(Class<?> beans, String source, String other) {
		return TestApp.builder(SharedBroker.unique("merged-channels"))
			.state(this.state)
			.beans(beans)
			.property("source", source)
			.property("other", other);
	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Channel<String> work(FaustApp app) {
			return app.channel("work", String.class, 50);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Table<String, Long> messages(FaustApp app) {
			return app.table("messages", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import({ Beans.class, Tables.class })
	static class Counting {

		private final Table<String, Long> counts;

		private final Table<String, Long> messages;

		private final Channel<String> channel;

		private final AtomicInteger fed = new AtomicInteger();

		Counting(Table<String, Long> counts, Table<String, Long> messages, Channel<String> work) {
			this.counts = counts;
			this.messages = messages;
			this.channel = work;
		}

		@Agent(topics = "${source}")
		@Sink(channel = "work")
		String feed(String value) {
			this.fed.incrementAndGet();
			return value;
		}

		@Agent(topics = "${other}")
		@SuppressWarnings("unchecked")
		void both(EventStream<String> values) {
			for (String value : values.merge(this.channel.stream().map((text) -> "message " + text))) {
				boolean message = value.startsWith("message ");
				String key = value.substring(message ? "message ".length() : 0, value.indexOf(':'));
				(message ? this.messages : this.counts).update(key, (count) -> count + 1);
			}
		}

	}

	@Import({ Beans.class, Tables.class })
	static class Lists {

		private final Channel<String> channel;

		Lists(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${source}", tables = "counts")
		@Sink(channel = "work")
		String feed(String value) {
			return value;
		}

		@Agent(topics = "${other}", tables = "counts")
		@Sink(topic = "${output}")
		@SuppressWarnings("unchecked")
		EventStream<String> lists(EventStream<String> values) {
			// Without an end before its time, lists would hold up commits for long.
			return values.merge(this.channel.stream()).take(64, Duration.ofSeconds(60)).flatMap((list) -> list);
		}

	}

	@Import(Beans.class)
	static class Pipeline {

		private final Channel<String> channel;

		Pipeline(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${source}")
		@Sink(channel = "work")
		String feed(String value) {
			return value;
		}

		@Agent(topics = "${other}")
		@Sink(topic = "${output}")
		@SuppressWarnings("unchecked")
		EventStream<String> mark(EventStream<String> values) {
			return values.merge(this.channel.stream().map((text) -> "message " + text)).map((value) -> value + "!");
		}

	}

	@Import({ Beans.class, Tables.class })
	static class ByTime {

		private final Channel<String> channel;

		private final AtomicInteger fed = new AtomicInteger();

		private final List<String> seen = new CopyOnWriteArrayList<>();

		ByTime(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${source}", tables = "counts")
		@Sink(channel = "work")
		String feed(String value) {
			this.fed.incrementAndGet();
			return value;
		}

		@Agent(topics = "${other}", tables = "counts")
		@SuppressWarnings("unchecked")
		void ordered(EventStream<String> values) {
			for (String value : values.mergeByTime(Duration.ofSeconds(6),
					this.channel.stream().map((text) -> "message " + text))) {
				this.seen.add(value);
			}
		}

	}

	@Import({ Beans.class, Tables.class })
	static class Ending {

		private final Channel<String> channel;

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private volatile boolean open;

		Ending(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${source}", tables = "counts")
		@Sink(channel = "work")
		String feed(String value) {
			return value;
		}

		@Agent(topics = "${other}", tables = "counts")
		@SuppressWarnings("unchecked")
		EventStream<String> ending(EventStream<String> values) {
			return values.merge(this.channel.stream())
				.takeWhile((value) -> this.open || !value.equals("end"))
				.peek(this.seen::add);
		}

	}

	@Import(Beans.class)
	static class Circle {

		private final Channel<String> channel;

		Circle(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${other}")
		@Sink(channel = "work")
		@SuppressWarnings("unchecked")
		EventStream<String> round(EventStream<String> values) {
			return values.merge(this.channel.stream());
		}

	}

	@Import(Beans.class)
	static class LongCircle {

		private final Channel<String> channel;

		LongCircle(Channel<String> work) {
			this.channel = work;
		}

		@Bean
		static Channel<String> back(FaustApp app) {
			return app.channel("back", String.class, 50);
		}

		@Agent(topics = "${other}")
		@Sink(channel = "back")
		@SuppressWarnings("unchecked")
		EventStream<String> round(EventStream<String> values) {
			return values.merge(this.channel.stream());
		}

		@Agent(channel = "back")
		@Sink(channel = "work")
		String goBack(String value) {
			return value;
		}

	}

	@Import(Beans.class)
	static class Grouping {

		private final Channel<String> channel;

		Grouping(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${other}")
		@SuppressWarnings("unchecked")
		EventStream<String> grouping(EventStream<String> values) {
			return values.merge(this.channel.stream()).groupBy((value) -> value, "value", String.class, String.class);
		}

	}

	@Import(Beans.class)
	static class Distinct {

		private final Channel<String> channel;

		Distinct(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${other}")
		@SuppressWarnings("unchecked")
		EventStream<String> distinct(EventStream<String> values) {
			return values.merge(this.channel.stream()).distinct((value) -> value, Duration.ofDays(1));
		}

	}

	@Import(Beans.class)
	static class Twice {

		private final Channel<String> channel;

		Twice(Channel<String> work) {
			this.channel = work;
		}

		@Agent(topics = "${other}")
		@SuppressWarnings("unchecked")
		EventStream<String> twice(EventStream<String> values) {
			return values.merge(this.channel.stream(), this.channel.stream());
		}

	}

}
