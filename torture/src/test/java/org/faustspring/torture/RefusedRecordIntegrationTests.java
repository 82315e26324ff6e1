package org.faustspring.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.torture.app.Act;
import org.faustspring.torture.cluster.Cluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A result that the producer may send, but that the topic refuses as too large.
 */
class RefusedRecordIntegrationTests {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	@ParameterizedTest
	@EnumSource
	void refusedResultIsDeadLetteredAndHoldsNothingUp(ProcessingGuarantee guarantee) throws Exception {
		Patience.give(10);
		Path directory = Path.of("target", "refused-record", guarantee.name()).toAbsolutePath();
		delete(directory);
		TortureSettings settings = new TortureSettings(1, 5, guarantee, 100, List.of(), directory, 1, 1, 1);
		Input input = new Input(5, false);
		Oracle oracle = new Oracle();
		Violations violations = new Violations();
		try (Cluster cluster = new Cluster(directory, 1); Admin admin = start(cluster)) {
			Instance instance = new Instances(settings, cluster.linkedServers()).create("instance");
			Judge judge = new Judge(oracle, violations, new TopicReader(cluster.directServers()),
					settings.exactlyOnce());
			instance.start();
			try {
				try (Feeder feeder = new Feeder(cluster.directServers(), input, oracle, 100).start()) {
					assertThat(feeder).isNotNull();
					await().until(() -> oracle.events() > 500);
				}
				feed(cluster, oracle, input.next(Act.LARGE));
				await("the commit fails").atMost(LIMIT).until(() -> failedCommits(instance) > 0);
				await("all is taken").atMost(LIMIT)
					.pollInterval(Duration.ofMillis(250))
					.ignoreExceptions()
					.until(() -> judge.lag(admin) == 0);
				judge.checkTables("in the end", List.of(instance));
				judge.checkChangelogs();
				judge.checkOutputs();
				assertThat(violations.counts()).isEmpty();
			}
			finally {
				if (instance.alive()) {
					instance.kill();
				}
			}
		}
	}

	private static Admin start(Cluster cluster) throws Exception {
		cluster.start();
		Input.createTopics(cluster, (short) 1);
		return cluster.admin();
	}

	private static long failedCommits(Instance instance) {
		JsonNode state = instance.ask("state");
		return (state != null) ? state.path("figures").path("failedCommits").asLong() : 0;
	}

	private static void feed(Cluster cluster, Oracle oracle, Fed record) throws Exception {
		oracle.add(record);
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of("bootstrap.servers", cluster.directServers(), "acks", "all"), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>(record.source(), record.partition(), record.key(), record.value()))
				.get();
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> all = Files.walk(directory)) {
				for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(path);
				}
			}
		}
	}

}
