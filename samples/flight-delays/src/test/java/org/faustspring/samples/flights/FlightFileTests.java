package org.faustspring.samples.flights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlightFile} and {@link FlightRecord}.
 */
class FlightFileTests {

	private final List<FlightRecord> records;

	FlightFileTests() throws IOException {
		this.records = FlightFile.read(new ClassPathResource("flights-20k.json"), JsonMapper.shared());
	}

	@Test
	void everyFlightAndOneUnusableRecordAreRead() {
		assertThat(this.records).hasSize(20_001);
		assertThat(this.records).filteredOn((record) -> record.value().equals(FlightFile.UNUSABLE)).hasSize(1);
		assertThat(this.records.get(FlightFile.UNUSABLE_AFTER).value()).isEqualTo(FlightFile.UNUSABLE);
	}

	@Test
	void aFlightIsKeyedByDestinationAndHasItsDateAsUtcForTimestamp() {
		FlightRecord first = this.records.get(0);

		assertThat(first.key()).isEqualTo("SJC");
		assertThat(first.value()).isEqualTo("{\"date\":\"2001/01/13 14:56\",\"delay\":32,\"distance\":418,"
				+ "\"origin\":\"SAN\",\"destination\":\"SJC\"}");
		assertThat(first.timestamp()).isEqualTo(Instant.parse("2001-01-13T14:56:00Z").toEpochMilli());
	}

	@Test
	void partitionsAreThoseOfKafkasProducer() {
		assertThat(this.records).allSatisfy((record) -> assertThat(record.partition(4))
			.isEqualTo(BuiltInPartitioner.partitionForKey(record.key().getBytes(StandardCharsets.UTF_8), 4)));
	}

}
