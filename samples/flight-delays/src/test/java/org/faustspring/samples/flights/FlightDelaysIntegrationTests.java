package org.faustspring.samples.flights;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.faustspring.boot.embedded.EmbeddedKafkaBroker;
import org.faustspring.table.Table;
import org.faustspring.table.TableEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.ResponseEntity;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the whole application in this JVM, on the embedded broker.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "flights.rate=0", "faust.embedded-kafka.port=0" })
@DirtiesContext
class FlightDelaysIntegrationTests {

	@TempDir
	static Path directory;

	private final TrueDelays truth = TrueDelays.ofTheFile();

	private final Table<String, DelayStats> delays;

	private final EmbeddedKafkaBroker broker;

	private final String url;

	private final RestClient http;

	FlightDelaysIntegrationTests(@Autowired Table<String, DelayStats> airportDelays,
			@Autowired EmbeddedKafkaBroker broker, @LocalServerPort int port) throws IOException {
		this.delays = airportDelays;
		this.broker = broker;
		this.url = "http://localhost:" + port;
		this.http = RestClient.builder()
			.baseUrl(this.url)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	@DynamicPropertySource
	static void stateDirectory(DynamicPropertyRegistry registry) {
		registry.add("faust.state-directory", () -> directory.resolve("state").toString());
	}

	@BeforeEach
	void awaitAllFlights() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(90))
			.until(() -> this.delays.entries().stream().mapToLong((entry) -> entry.value().flights()).sum(),
					(flights) -> flights >= TrueDelays.FLIGHTS);
	}

	@Test
	void everyAirportHasItsTrueCountAndMean() {
		Map<String, AirportDelay> answers = new TreeMap<>();
		for (TableEntry<String, DelayStats> entry : this.delays.entries()) {
			answers.put(entry.key(),
					this.http.get().uri("/airports/{iata}", entry.key()).retrieve().body(AirportDelay.class));
		}

		assertThat(answers).isEqualTo(this.truth.answers());
	}

	@Test
	void theMostDelayedAirportsAreTheTrueOnes() {
		List<AirportDelay> truth = this.truth.answers()
			.values()
			.stream()
			.filter((delay) -> delay.flights() >= 50)
			.sorted(Comparator.comparingDouble(AirportDelay::averageDelay).reversed())
			.limit(5)
			.toList();

		List<AirportDelay> answer = this.http.get()
			.uri("/airports?limit=5")
			.retrieve()
			.body(new ParameterizedTypeReference<List<AirportDelay>>() {
			});

		assertThat(answer).isEqualTo(truth);
	}

	@Test
	void theLivePageIsFedWithWhatTheTableHas() throws Exception {
		assertThat(this.http.get().uri("/").retrieve().body(String.class)).contains("new EventSource(\"live\")");
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + "/live")).build();
		HttpResponse<Stream<String>> feed = HttpClient.newHttpClient()
			.send(request, HttpResponse.BodyHandlers.ofLines());
		try (Stream<String> lines = feed.body()) {
			String first = lines.filter((line) -> line.startsWith("data:")).findFirst().orElseThrow();
			assertThat(first).contains("{\"airport\":\"PHX\",\"flights\":1302,\"averageDelay\":9.345622119815669}");
		}
	}

	@Test
	void anAirportThatNoFlightLeftFromAnswersZeroAndAnUnknownOneIsNotFound() {
		ResponseEntity<String> answer = this.http.get().uri("/airports/ORD").retrieve().toEntity(String.class);

		assertThat(answer.getBody()).isEqualTo("{\"airport\":\"ORD\",\"flights\":0,\"averageDelay\":0.0}");
		assertThat(this.http.get().uri("/airports/XXX").retrieve().toEntity(String.class).getStatusCode().value())
			.isEqualTo(404);
	}

	@Test
	void everyFlightHasOneUpdateKeyedByItsOrigin() {
		try (TopicReader reader = new TopicReader(this.broker.bootstrapServers())) {
			List<AirportDelay> updates = reader.readUpdates();

			assertThat(updates).hasSize(TrueDelays.FLIGHTS);
			Updates.assertThatEachFlightHasOne(updates, this.truth);
			assertThat(reader.read(Topics.UPDATES))
				.allSatisfy((record) -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
					.startsWith("{\"airport\":\"" + record.key() + "\",\"flights\":"));
		}
	}

	@Test
	void theUnusableRecordIsOnTheDeadLetterTopicAsSpringKafkaWouldSendIt() {
		try (TopicReader reader = new TopicReader(this.broker.bootstrapServers())) {
			List<ConsumerRecord<String, byte[]>> letters = reader.read("flights-dlt");

			assertThat(letters).hasSize(1);
			ConsumerRecord<String, byte[]> letter = letters.get(0);
			assertThat(letter.key()).isEqualTo(FlightFile.UNUSABLE_KEY);
			assertThat(letter.value()).asString().isEqualTo(FlightFile.UNUSABLE);
			assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_TOPIC)).asString().isEqualTo(Topics.FLIGHTS);
			int partition = ByteBuffer.wrap(header(letter, KafkaHeaders.DLT_ORIGINAL_PARTITION)).getInt();
			long offset = ByteBuffer.wrap(header(letter, KafkaHeaders.DLT_ORIGINAL_OFFSET)).getLong();
			assertThat(reader.read(Topics.FLIGHTS))
				.filteredOn((record) -> record.partition() == partition && record.offset() == offset)
				.singleElement()
				.satisfies((record) -> assertThat(record.value()).asString().isEqualTo(FlightFile.UNUSABLE));
			assertThat(header(letter, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)).asString().isEqualTo("flight-delays");
			assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_FQCN)).asString().isNotEmpty();
			assertThat(header(letter, KafkaHeaders.DLT_EXCEPTION_STACKTRACE)).asString().isNotEmpty();
		}
	}

	@Test
	void theUnusableRecordIsShownOverHttp() {
		List<DeadLetter> letters = this.http.get()
			.uri("/dead-letters")
			.retrieve()
			.body(new ParameterizedTypeReference<List<DeadLetter>>() {
			});

		assertThat(letters).singleElement().satisfies((letter) -> {
			assertThat(letter.topic()).isEqualTo(Topics.FLIGHTS);
			assertThat(letter.value()).isEqualTo(FlightFile.UNUSABLE);
			assertThat(letter.exception()).isNotEmpty();
		});
	}

	@Test
	void theActuatorShowsValuesOfTheTable() {
		String value = this.http.get().uri("/actuator/fausttables/airport-delays/CRP").retrieve().body(String.class);

		assertThat(value).contains("\"flights\":45");
	}

	private static byte[] header(ConsumerRecord<?, ?> record, String name) {
		return record.headers().lastHeader(name).value();
	}

}
