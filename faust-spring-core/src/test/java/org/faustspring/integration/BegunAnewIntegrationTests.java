package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Grouped events of a source that was begun anew: they are no repetitions.
 */
class BegunAnewIntegrationTests {

	private static final int EVENTS = 60;

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void groupedEventsAreProcessedAgainWhenOffsetsWereSetBack(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("anew");
		String source = source();
		String output = SharedBroker.topic("anew-output", 2);
		TestApp.Builder builder = app(id, guarantee, source, output).beans(Forwarding.class);
		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, EVENTS);
		}

		setBack(id, source);

		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, 2 * EVENTS);
		}
		assertThat(SharedBroker.count(output, (record) -> true)).isEqualTo(2 * EVENTS);
	}

	/**
	 * A task reads both topics and what is grouped, since all are counted in one table.
	 */
	@ParameterizedTest
	@EnumSource
	void thoseOfOneInputAreTooThoughTheTaskGoesOnInOthers(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("anew");
		String first = source();
		String second = source();
		String output = SharedBroker.topic("anew-output", 2);
		TestApp.Builder builder = app(id, guarantee, first + "," + second, output).beans(CountingToo.class);
		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, 2 * EVENTS);
		}

		setBack(id, first, second);

		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, 4 * EVENTS);
		}

		setBack(id, first);

		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, 5 * EVENTS);
		}
		assertThat(SharedBroker.count(output, (record) -> true)).isEqualTo(5 * EVENTS);
	}

	private TestApp.Builder app(String id, ProcessingGuarantee guarantee, String sources, String output) {
		return TestApp.builder(id)
			.guarantee(guarantee)
			.state(this.state)
			.property("anew.sources", sources)
			.property("anew.output", output);
	}

	private static String source() {
		String source = SharedBroker.topic("anew-source", 2);
		SharedBroker.send(source, events());
		return source;
	}

	private static List<String> events() {
		return IntStream.range(0, EVENTS).mapToObj((i) -> "{\"id\":%d,\"group\":\"g%d\"}".formatted(i, i % 7)).toList();
	}

	private static void awaitOutputs(String output, int count) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(
					() -> assertThat(SharedBroker.count(output, (record) -> true)).isGreaterThanOrEqualTo(count));
	}

	private static void setBack(String id, String... sources) throws Exception {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		for (String source : sources) {
			for (int partition = 0; partition < 2; partition++) {
				offsets.put(new TopicPartition(source, partition), new OffsetAndMetadata(0));
			}
		}
		try (Admin admin = SharedBroker.admin()) {
			await().atMost(Duration.ofSeconds(30))
				.ignoreExceptions()
				.until(() -> admin.alterConsumerGroupOffsets(id, offsets).all().get() == null);
		}
	}

	record Item(int id, String group) {

	}

	static class Tables {

		@Bean
		Table<String, Long> items(FaustApp app) {
			return app.table("items", String.class, Long.class).defaultValue(0L).build();
		}

	}

	static class Forwarding {

		@Agent(topics = "${anew.sources}", groupBy = "group")
		@Sink(topic = "${anew.output}")
		Item forward(Item item) {
			return item;
		}

	}

	@Import(Tables.class)
	static class CountingToo extends Forwarding {

		private final Table<String, Long> items;

		CountingToo(Table<String, Long> items) {
			this.items = items;
		}

		@Agent(topics = "${anew.sources}")
		void count(Item item) {
			this.items.update(item.group(), (count) -> count + 1);
		}

	}

}
