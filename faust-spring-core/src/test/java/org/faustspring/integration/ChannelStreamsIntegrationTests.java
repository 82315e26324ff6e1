package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Stream agents that consume a channel.
 */
class ChannelStreamsIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("channel-source", 2);

	private final String output = SharedBroker.topic("channel-output", 1);

	@ParameterizedTest
	@EnumSource
	void loopCountsEveryMessageOfListsOnceAcrossARestart(ProcessingGuarantee guarantee) {
		TestApp.Builder builder = builder(Lists.class).guarantee(guarantee);
		SharedBroker.send(this.source, ChannelAgentsIntegrationTests.values(0, 500));
		try (TestApp app = builder.start()) {
			await().atMost(Duration.ofSeconds(40))
				.untilAsserted(() -> assertThat(ChannelAgentsIntegrationTests.total(app.bean(Lists.class).behind))
					.isEqualTo(500));
			assertThat(app.agent("consume").channel()).isEqualTo("work");
		}
		SharedBroker.send(this.source, ChannelAgentsIntegrationTests.values(500, 1000));
		try (TestApp app = builder.start()) {
			Lists lists = app.bean(Lists.class);
			await().atMost(Duration.ofSeconds(40))
				.untilAsserted(() -> assertThat(ChannelAgentsIntegrationTests.counts(lists.behind)).hasSize(10)
					.allSatisfy((key, count) -> assertThat(count).isEqualTo(100)));
			assertThat(lists.sizes).allMatch((size) -> size <= 20).anyMatch((size) -> size > 1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void pipelineGetsWhatHandlersAndOthersSend(ProcessingGuarantee guarantee) throws Exception {
		TestApp.Builder builder = builder(Pipeline.class).guarantee(guarantee);
		SharedBroker.send(this.source, ChannelAgentsIntegrationTests.values(0, 300));
		try (TestApp app = builder.start().awaitRunning()) {
			app.bean(Pipeline.class).channel.send("out:0");
			app.bean(Pipeline.class).channel.send("out:1");
			await().atMost(Duration.ofSeconds(40))
				.untilAsserted(() -> assertThat(SharedBroker.values(this.output)).hasSize(301)
					.doesNotHaveDuplicates()
					.contains("k3:3!", "out:0!")
					.doesNotContain("out:1!"));
		}
	}

	@Test
	void groupingAChannelIsRefused() {
		TestApp.Builder builder = builder(Grouping.class);
		assertThatThrownBy(() -> builder.start().awaitRunning()).rootCause()
			.isInstanceOf(Exception.class)
			.hasMessageContaining("groupBy() cannot follow a stream of channel 'work'");
	}

	private TestApp.Builder builder(Class<?> beans) {
		return TestApp.builder(SharedBroker.unique("channel-streams"))
			.state(this.state)
			.beans(beans)
			.property("source", this.source)
			.property("output", this.output);
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
		Table<String, Long> behind(FaustApp app) {
			return app.table("behind", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import({ Beans.class, Tables.class })
	static class Lists {

		private final Table<String, Long> behind;

		private final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

		Lists(Table<String, Long> behind) {
			this.behind = behind;
		}

		@Agent(topics = "${source}")
		@Sink(channel = "work")
		String feed(String value) {
			return value;
		}

		@Agent(channel = "work")
		void consume(EventStream<String> values) {
			for (List<String> list : values.filter((value) -> !value.isEmpty()).take(20, Duration.ofSeconds(2))) {
				this.sizes.add(list.size());
				list.forEach(
						(value) -> this.behind.update(value.substring(0, value.indexOf(':')), (count) -> count + 1));
			}
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

		@Agent(channel = "work")
		@Sink(topic = "${output}")
		EventStream<String> mark(EventStream<String> values) {
			return values.filter((value) -> !value.equals("out:1")).map((value) -> value + "!");
		}

	}

	@Import(Beans.class)
	static class Grouping {

		@Agent(channel = "work")
		@Sink(topic = "${output}")
		EventStream<String> mark(EventStream<String> values) {
			return values.groupBy((value) -> value, "value");
		}

	}

}
