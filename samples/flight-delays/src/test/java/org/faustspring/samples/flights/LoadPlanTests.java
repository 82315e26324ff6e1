package org.faustspring.samples.flights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LoadPlan}.
 */
class LoadPlanTests {

	private static final int PARTITIONS = 4;

	private final List<FlightRecord> file = List.of(record("BNA", 1), record("LAS", 2), record("BNA", 3),
			record("PHX", 4), record("LAS", 5), record("BNA", 6));

	@Test
	void allIsSentToAnEmptyTopicInTheOrderOfTheFile() {
		LoadPlan plan = LoadPlan.of(this.file, Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L));

		assertThat(plan.steps()).extracting((step) -> step.record().value())
			.containsExactly("1", "2", "3", "4", "5", "6");
		assertThat(plan.steps()).extracting((step) -> step.record().timestamp())
			.containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
	}

	@Test
	void nothingIsSentToACompleteTopic() {
		LoadPlan plan = LoadPlan.of(this.file, endOffsets(topicAfter(LoadPlan.of(this.file, empty()).steps())));

		assertThat(plan.steps()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void aLoadThatBreaksOffWithPartitionsFarApartIsCompletedWithoutLossOrDuplicates(long seed) {
		Random random = new Random(seed);
		List<FlightRecord> file = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			file.add(record("A" + random.nextInt(40), i));
		}
		List<List<String>> whole = topicAfter(LoadPlan.of(file, empty()).steps());
		List<List<String>> topic = new ArrayList<>();
		whole.forEach((values) -> topic.add(new ArrayList<>(values.subList(0, random.nextInt(values.size() + 1)))));

		for (LoadPlan.Step step : LoadPlan.of(file, endOffsets(topic)).steps()) {
			List<String> partition = topic.get(step.record().partition());
			assertThat(step.offset()).isEqualTo(partition.size());
			partition.add(step.record().value());
		}

		assertThat(topic).isEqualTo(whole);
	}

	@Test
	void aTopicWithForeignRecordsIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> LoadPlan.of(this.file, Map.of(0, 99L, 1, 0L, 2, 0L, 3, 0L)))
			.withMessageContaining("Partition 0")
			.withMessageContaining("something else has written");
	}

	private static FlightRecord record(String key, long number) {
		return new FlightRecord(key, String.valueOf(number), number);
	}

	private static Map<Integer, Long> empty() {
		return endOffsets(topicAfter(List.of()));
	}

	private static List<List<String>> topicAfter(List<LoadPlan.Step> steps) {
		List<List<String>> topic = new ArrayList<>();
		for (int partition = 0; partition < PARTITIONS; partition++) {
			topic.add(new ArrayList<>());
		}
		for (LoadPlan.Step step : steps) {
			ProducerRecord<String, String> record = step.record();
			topic.get(record.partition()).add(record.value());
		}
		return topic;
	}

	private static Map<Integer, Long> endOffsets(List<List<String>> topic) {
		Map<Integer, Long> ends = new TreeMap<>();
		for (int partition = 0; partition < topic.size(); partition++) {
			ends.put(partition, (long) topic.get(partition).size());
		}
		return ends;
	}

}
