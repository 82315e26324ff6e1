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
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
		String source = SharedBroker.topic("anew-source", 2);
		String output = SharedBroker.topic("anew-output", 2);
		System.setProperty("anew.source", source);
		System.setProperty("anew.output", output);
		SharedBroker.send(source, events());
		TestApp.Builder builder = TestApp.builder(id).guarantee(guarantee).state(this.state).beans(Forwarding.class);
		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, EVENTS);
		}

		setBack(id, source);

		try (TestApp app = builder.start().awaitRunning()) {
			awaitOutputs(output, 2 * EVENTS);
		}
		assertThat(SharedBroker.count(output, (record) -> true)).isEqualTo(2 * EVENTS);
	}

	private static List<String> events() {
		return IntStream.range(0, EVENTS).mapToObj((i) -> "{\"id\":%d,\"group\":\"g%d\"}".formatted(i, i % 7)).toList();
	}

	private static void awaitOutputs(String output, int count) {
		await().atMost(Duration.ofSeconds(60))
			.untilAsserted(
					() -> assertThat(SharedBroker.count(output, (record) -> true)).isGreaterThanOrEqualTo(count));
	}

	private static void setBack(String id, String source) throws Exception {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		for (int partition = 0; partition < 2; partition++) {
			offsets.put(new TopicPartition(source, partition), new OffsetAndMetadata(0));
		}
		try (Admin admin = SharedBroker.admin()) {
			await().atMost(Duration.ofSeconds(30))
				.ignoreExceptions()
				.until(() -> admin.alterConsumerGroupOffsets(id, offsets).all().get() == null);
		}
	}

	record Item(int id, String group) {

	}

	static class Forwarding {

		@Agent(topics = "${anew.source}", groupBy = "group")
		@Sink(topic = "${anew.output}")
		Item forward(Item item) {
			return item;
		}

	}

}
