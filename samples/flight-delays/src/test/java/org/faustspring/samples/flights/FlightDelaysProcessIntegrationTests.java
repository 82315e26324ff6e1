package org.faustspring.samples.flights;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.boot.embedded.EmbeddedKafkaBroker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the application in processes of its own: stopped, killed, two at a time.
 * {@code -Dflights.kills=10} kills more often than the build does, {@code -Dflights.seed}
 * repeats the moments of an earlier run. They mostly wait, so two run at a time.
 */
@Execution(ExecutionMode.CONCURRENT)
class FlightDelaysProcessIntegrationTests {

	private static final int KILLS = Integer.getInteger("flights.kills", 3);

	private static final long SEED = Long.getLong("flights.seed", System.nanoTime());

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	@TempDir
	Path directory;

	private TrueDelays truth = new TrueDelays(Map.of());

	private Map<String, AirportDelay> trueAnswers = Map.of();

	private int kafkaPort;

	private int runs;

	@BeforeEach
	void prepare() throws IOException {
		this.truth = TrueDelays.ofTheFile();
		this.trueAnswers = this.truth.answers();
		this.kafkaPort = ForkedInstance.freePort();
	}

	@Test
	void aStopAndARestartGiveTheSameAnswersAtOnceAndCountNothingTwice() throws Exception {
		try (ForkedInstance first = start("--flights.rate=0")) {
			awaitTrueAnswers(first);
			first.stop();
		}
		try (ForkedInstance second = start("--flights.rate=0")) {
			awaitReady(second);

			assertThatAnswersAreTrue(second);
			assertThat(restored(second)).as("changelog records restored after a clean stop").isZero();
			awaitLoadEnded(second);
			awaitIdle(second);
			assertThatAnswersAreTrue(second);
			assertThatTopicsAreExact();
		}
	}

	@Test
	void withoutItsStateDirectoryARestartRestoresTheSameAnswers() throws Exception {
		try (ForkedInstance first = start("--flights.rate=0")) {
			awaitTrueAnswers(first);
			first.stop();
		}
		assertThat(FileSystemUtils.deleteRecursively(this.directory.resolve("state"))).isTrue();
		try (ForkedInstance second = start("--flights.rate=0")) {
			awaitReady(second);

			assertThatAnswersAreTrue(second);
			assertThat(restored(second)).as("changelog records restored").isPositive();
			awaitLoadEnded(second);
			awaitIdle(second);
			assertThatAnswersAreTrue(second);
			assertThatTopicsAreExact();
		}
	}

	@ParameterizedTest
	@EnumSource(ProcessingGuarantee.class)
	void killsInMidLoadLoseNothingAndCountNothingTwice(ProcessingGuarantee guarantee) throws Exception {
		String[] arguments = { "--flights.rate=5000", "--faust.processing-guarantee=" + guarantee };
		int[] moments = new Random(SEED).ints(KILLS, 0, TrueDelays.FLIGHTS).sorted().toArray();

		for (int i = 0; i < moments.length; i++) {
			try (ForkedInstance killed = start(arguments)) {
				// After a kill the group first has to miss the killed member, and the
				// load
				// is ahead of processing: so strike now the one, now the other
				awaitSize(killed, (i % 2 == 0) ? Topics.UPDATES : Topics.FLIGHTS, moments[i]);
				killed.kill();
			}
		}

		try (ForkedInstance last = start(arguments)) {
			await("true answers after kills at %s, seed %d".formatted(Arrays.toString(moments), SEED), last)
				.until(() -> last.answers(airports()).equals(this.trueAnswers));
			awaitLoadEnded(last);
			awaitIdle(last);
			assertThatAnswersAreTrue(last);
			try (TopicReader reader = new TopicReader(bootstrapServers())) {
				assertThat(reader.size(Topics.FLIGHTS)).isEqualTo(TrueDelays.FLIGHTS + 1);
				List<AirportDelay> updates = reader.readUpdates();
				Updates.assertThatEachFlightHasOne(updates, this.truth);
				if (guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
					assertThat(updates).hasSize(TrueDelays.FLIGHTS);
					assertThat(reader.read("flights-dlt")).hasSize(1);
				}
			}
		}
	}

	@Test
	void twoInstancesShareTheAirportsAndOneTakesOverAllWhenTheOtherStops() throws Exception {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.builder()
			.directory(this.directory.resolve("kafka"))
			.port(this.kafkaPort)
			.build()
			.start()) {
			String[] arguments = { "--flights.rate=0",
					"--spring.kafka.bootstrap-servers=" + broker.bootstrapServers() };
			// Both would load if they found the topic empty at the same moment.
			String[] second = { arguments[0], arguments[1], "--flights.load=false" };
			try (ForkedInstance one = startIn("one", arguments); ForkedInstance two = startIn("two", second)) {
				await("all airports, each at one of two instances", one).until(() -> {
					Map<String, AirportDelay> ofOne = one.answers(airports());
					Map<String, AirportDelay> ofTwo = two.answers(airports());
					return !ofOne.isEmpty() && !ofTwo.isEmpty() && ofOne.size() + ofTwo.size() == airports().size()
							&& together(ofOne, ofTwo).equals(this.trueAnswers);
				});

				assertThatOthersAirportsNameTheirOwner(one, two);
				assertThatOthersAirportsNameTheirOwner(two, one);

				awaitLoadEnded(one);
				one.stop();
				awaitTrueAnswers(two);
				awaitIdle(two);
				assertThatAnswersAreTrue(two);
				assertThatTopicsAreExact();
			}
		}
	}

	private void assertThatOthersAirportsNameTheirOwner(ForkedInstance asked, ForkedInstance owner) {
		for (String airport : owner.answers(airports()).keySet()) {
			HttpResponse<String> response = asked.get("/airports/" + airport);
			assertThat(response).as(airport).isNotNull();
			assertThat(response.statusCode()).as(airport).isEqualTo(421);
			JsonNode problem = JsonMapper.shared().readTree(response.body());
			URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
			assertThat(location.toString()).isEqualTo(problem.get("owner").stringValue() + "/airports/" + airport);
			assertThat(location.getPort()).isEqualTo(owner.uri("/").getPort());
			HttpResponse<String> followed = ForkedInstance.get(location);
			assertThat(followed).as("answer of %s", location).isNotNull();
			assertThat(JsonMapper.shared().readValue(followed.body(), AirportDelay.class))
				.isEqualTo(this.trueAnswers.get(airport));
		}
	}

	private void assertThatAnswersAreTrue(ForkedInstance instance) {
		assertThat(instance.answers(airports())).as(() -> "answers of an instance that says:\n" + instance.output())
			.isEqualTo(this.trueAnswers);
	}

	private void assertThatTopicsAreExact() {
		try (TopicReader reader = new TopicReader(bootstrapServers())) {
			assertThat(reader.size(Topics.FLIGHTS)).isEqualTo(TrueDelays.FLIGHTS + 1);
			List<AirportDelay> updates = reader.readUpdates();
			assertThat(updates).hasSize(TrueDelays.FLIGHTS);
			Updates.assertThatEachFlightHasOne(updates, this.truth);
		}
	}

	private ForkedInstance start(String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("--faust.embedded-kafka.port=" + this.kafkaPort,
				"--faust.embedded-kafka.directory=" + this.directory.resolve("kafka")));
		all.addAll(List.of(arguments));
		return startIn("state", all.toArray(String[]::new));
	}

	private ForkedInstance startIn(String stateDirectory, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--faust.state-directory=" + this.directory.resolve(stateDirectory));
		Path logs = Files.createDirectories(this.directory.resolve("logs"));
		return ForkedInstance.start(logs, "run-%d.log".formatted(++this.runs), all);
	}

	private void awaitSize(ForkedInstance instance, String topic, int records) {
		try (TopicReader reader = awaitBroker(instance)) {
			await("%d records in '%s'".formatted(records, topic), instance).pollInterval(Duration.ofMillis(20))
				.until(() -> reader.size(topic) >= records);
		}
	}

	private TopicReader awaitBroker(ForkedInstance instance) {
		await("start", instance).until(() -> instance.get("/actuator/health/liveness") != null);
		return new TopicReader(bootstrapServers());
	}

	private void awaitTrueAnswers(ForkedInstance instance) {
		await("true answers", instance).until(() -> instance.answers(airports()).equals(this.trueAnswers));
	}

	private void awaitReady(ForkedInstance instance) {
		await("readiness", instance).until(instance::isReady);
	}

	private void awaitLoadEnded(ForkedInstance instance) {
		await("end of the load", instance).until(() -> instance.output().contains("All 20,001 records are in topic"));
	}

	/*
	 * An event that is counted twice may be on its way: look again when nothing is.
	 */
	private void awaitIdle(ForkedInstance instance) {
		await("all records processed and committed", instance).until(() -> {
			JsonNode faust = instance.faust();
			return faust.get("lag").longValue() == 0 && faust.get("figures").get("overlayEntries").longValue() == 0;
		});
	}

	private static long restored(ForkedInstance instance) {
		return instance.faust().get("figures").get("restored").longValue();
	}

	private static ConditionFactory await(String what, ForkedInstance instance) {
		return Awaitility.await(what)
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(100))
			.conditionEvaluationListener(new OutputOnTimeout(instance));
	}

	private static Map<String, AirportDelay> together(Map<String, AirportDelay> one, Map<String, AirportDelay> two) {
		Map<String, AirportDelay> both = new TreeMap<>(one);
		both.putAll(two);
		return both;
	}

	private Collection<String> airports() {
		return this.trueAnswers.keySet();
	}

	private String bootstrapServers() {
		return "localhost:" + this.kafkaPort;
	}

}
