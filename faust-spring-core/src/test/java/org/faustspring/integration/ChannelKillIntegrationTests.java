package org.faustspring.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.integration.ChannelAgentsIntegrationTests.Counting;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes that are killed while events are on their way through a channel.
 */
class ChannelKillIntegrationTests {

	private static final int KILLS = Integer.getInteger("faults.kills", 3);

	private static final int EVENTS = 6000;

	@TempDir
	Path state;

	private final Random random = new Random(Long.getLong("faults.seed", System.nanoTime()));

	@ParameterizedTest
	@EnumSource
	void tablesBeforeAndBehindAChannelAreExactAfterKills(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("channel-kill");
		String source = SharedBroker.topic("kill-source", 4);
		String output = SharedBroker.topic("kill-output", 2);
		int sent = 0;
		for (int i = 0; i < KILLS; i++) {
			Process process = start(id, guarantee, source, output);
			long before = sent;
			sent = send(source, sent, EVENTS * (i + 1) / (KILLS + 1));
			await().atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.until(() -> ChannelBackPressureIntegrationTests.committed(id) > before);
			// Not waiting for anything, but choosing a moment.
			Thread.sleep(this.random.nextInt(300));
			process.destroyForcibly().waitFor();
		}
		send(source, sent, EVENTS);
		try (TestApp app = builder(id, guarantee, this.state, SharedBroker.bootstrapServers(), source, output)
			.start()) {
			Counting counting = app.bean(Counting.class);
			await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				assertThat(ChannelAgentsIntegrationTests.total(counting.behind)).isEqualTo(EVENTS);
				assertThat(ChannelAgentsIntegrationTests.counts(counting.before))
					.isEqualTo(ChannelAgentsIntegrationTests.counts(counting.behind));
			});
		}
		List<String> results = SharedBroker.values(output);
		assertThat(results.stream().distinct()).hasSize(EVENTS);
		if (guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
			assertThat(results).hasSize(EVENTS);
		}
	}

	private static int send(String topic, int from, int to) {
		try (KafkaProducer<String, String> producer = SharedBroker.producer()) {
			ChannelAgentsIntegrationTests.values(from, to)
				.forEach((value) -> producer.send(new ProducerRecord<>(topic, value.substring(0, 2), value)));
		}
		return to;
	}

	private Process start(String id, ProcessingGuarantee guarantee, String source, String output) throws IOException {
		String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + this.state, "-cp",
						classpath, Killed.class.getName(), id, guarantee.name(), this.state.toString(),
						SharedBroker.bootstrapServers(), source, output));
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.state.resolve("process.log").toFile()))
			.start();
	}

	private static TestApp.Builder builder(String id, ProcessingGuarantee guarantee, Path state, String servers,
			String source, String output) {
		return TestApp.builder(id)
			.guarantee(guarantee)
			.state(state)
			.bootstrapServers(servers)
			.commitInterval(Duration.ofMillis(100))
			.consumer("session.timeout.ms", "2500")
			.consumer("heartbeat.interval.ms", "500")
			.property("source", source)
			.property("output", output)
			.beans(Counting.class);
	}

	/**
	 * The App in a JVM of its own.
	 */
	static final class Killed {

		private Killed() {
		}

		/**
		 * Run until there is no more input.
		 * @param args id, guarantee, state directory, broker, source and output topic
		 * @throws IOException if there is no input
		 */
		public static void main(String[] args) throws IOException {
			try (TestApp app = builder(args[0], ProcessingGuarantee.valueOf(args[1]), Path.of(args[2]), args[3],
					args[4], args[5])
				.start()) {
				while (System.in.read() >= 0) {
					// Nothing is said; only the end counts.
				}
			}
		}

	}

}
