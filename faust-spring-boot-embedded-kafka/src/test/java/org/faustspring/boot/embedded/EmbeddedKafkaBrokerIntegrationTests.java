package org.faustspring.boot.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EmbeddedKafkaBroker}.
 */
class EmbeddedKafkaBrokerIntegrationTests {

	@Test
	void recordsGoInAndComeOut() {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.temporary().start()) {
			Clients.createTopic(broker.bootstrapServers(), "flights");
			Clients.send(broker.bootstrapServers(), "flights", "ATL", "ORD");

			assertThat(Clients.read(broker.bootstrapServers(), "flights", "readers", 2)).containsExactly("ATL", "ORD");
		}
	}

	@Test
	void transactionCommitsWithinFiveSecondsOfAFreshStart() {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.temporary().start()) {
			Clients.createTopic(broker.bootstrapServers(), "flights");
			long start = System.nanoTime();

			try (KafkaProducer<String, String> producer = Clients.producer(broker.bootstrapServers(),
					Map.of("transactional.id", "tx"))) {
				producer.initTransactions();
				producer.beginTransaction();
				producer.send(new ProducerRecord<>("flights", "aborted"));
				producer.abortTransaction();
				producer.beginTransaction();
				producer.send(new ProducerRecord<>("flights", "committed"));
				producer.commitTransaction();
			}

			Duration took = Duration.ofNanos(System.nanoTime() - start);
			System.out.println("First transactions of a fresh broker took " + took.toMillis() + " ms");
			assertThat(took).isLessThan(Duration.ofSeconds(5));
			assertThat(Clients.read(broker.bootstrapServers(), "flights", "readers", 1)).containsExactly("committed");
		}
	}

	@Test
	void dataAndOffsetsSurviveRestartsOnOtherPorts(@TempDir Path directory) {
		EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.in(directory);
		broker.start();
		Clients.createTopic(broker.bootstrapServers(), "flights");
		Clients.send(broker.bootstrapServers(), "flights", "ATL");
		assertThat(Clients.read(broker.bootstrapServers(), "flights", "readers", 1)).containsExactly("ATL");
		int firstPort = broker.port();
		broker.close();

		broker.start();
		Clients.send(broker.bootstrapServers(), "flights", "ORD");
		assertThat(Clients.read(broker.bootstrapServers(), "flights", "readers", 1)).containsExactly("ORD");
		assertThat(broker.port()).isNotEqualTo(firstPort);
		broker.close();

		try (EmbeddedKafkaBroker third = EmbeddedKafkaBroker.in(directory).start()) {
			assertThat(Clients.read(third.bootstrapServers(), "flights", "others", 2)).containsExactly("ATL", "ORD");
		}
	}

	@Test
	void dataSurvivesKillOfTheProcess(@TempDir Path directory, @TempDir Path outputs) throws Exception {
		Path output = outputs.resolve("broker.log");
		try (ForkedJvm jvm = new ForkedJvm(output, ForkedBroker.class, directory.toString())) {
			jvm.awaitOutput("UP ");
			String servers = Files.readString(directory.resolve("bootstrap-servers.txt")).strip();
			assertThat(jvm.output()).contains("UP " + servers);
			Clients.createTopic(servers, "flights");
			Clients.send(servers, "flights", "ATL", "ORD");
			assertThat(Clients.read(servers, "flights", "readers", 2)).containsExactly("ATL", "ORD");

			assertThatExceptionOfType(EmbeddedKafkaDirectoryLockedException.class)
				.isThrownBy(() -> EmbeddedKafkaBroker.in(directory).start())
				.withMessageContaining("locked by another process, whose broker is at " + servers)
				.withMessageContaining(directory.toRealPath().toString());

			jvm.process().destroyForcibly().waitFor();
		}

		long start = System.nanoTime();
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.in(directory).start()) {
			System.out
				.println("Start after kill -9 took " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
			Clients.send(broker.bootstrapServers(), "flights", "DFW");
			assertThat(Clients.read(broker.bootstrapServers(), "flights", "readers", 1)).containsExactly("DFW");
			assertThat(Clients.read(broker.bootstrapServers(), "flights", "others", 3)).containsExactly("ATL", "ORD",
					"DFW");
		}
	}

	@Test
	void secondBrokerOnADirectoryIsRefusedAndTheFirstKeepsItsLock(@TempDir Path directory, @TempDir Path outputs)
			throws Exception {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.in(directory).start()) {
			assertThatExceptionOfType(EmbeddedKafkaDirectoryLockedException.class)
				.isThrownBy(() -> EmbeddedKafkaBroker.in(directory).start())
				.withMessageContaining("another embedded broker of this process")
				.withMessageContaining(broker.bootstrapServers());

			try (ForkedJvm jvm = new ForkedJvm(outputs.resolve("second.log"), ForkedBroker.class,
					directory.toString())) {
				assertThat(jvm.process().waitFor()).isEqualTo(1);
				assertThat(jvm.output()).contains("locked by another process");
			}
		}
	}

	@Test
	void twoBrokersInOneJvmDoNotShareTopics() throws Exception {
		try (EmbeddedKafkaBroker first = EmbeddedKafkaBroker.temporary().start();
				EmbeddedKafkaBroker second = EmbeddedKafkaBroker.temporary().start()) {
			Clients.createTopic(first.bootstrapServers(), "one");
			Clients.createTopic(second.bootstrapServers(), "two");

			assertThat(topics(first)).containsExactly("one");
			assertThat(topics(second)).containsExactly("two");

			first.close();
			Clients.send(second.bootstrapServers(), "two", "still here");
			assertThat(Clients.read(second.bootstrapServers(), "two", "readers", 1)).containsExactly("still here");
		}
	}

	@Test
	void startsWithinTenSecondsInANewJvm(@TempDir Path directory, @TempDir Path outputs) throws Exception {
		long start = System.nanoTime();
		try (ForkedJvm jvm = new ForkedJvm(outputs.resolve("broker.log"), ForkedBroker.class, directory.toString())) {
			jvm.awaitOutput("UP ");
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			System.out.println("Cold start, JVM included, took " + took.toMillis() + " ms; " + jvm.output().strip());
			assertThat(took).isLessThan(Duration.ofSeconds(10));
		}
	}

	@Test
	void fixedPortIsUsedAndATakenOneIsNamed() throws IOException {
		int port;
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			port = taken.getLocalPort();
			assertThatExceptionOfType(EmbeddedKafkaPortInUseException.class)
				.isThrownBy(() -> EmbeddedKafkaBroker.builder().port(port).build().start())
				.withMessageContaining("localhost:" + port + ": the port is in use")
				.satisfies((ex) -> assertThat(ex.getPort()).isEqualTo(port));
		}

		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.builder().port(port).build().start()) {
			assertThat(broker.bootstrapServers()).isEqualTo("localhost:" + port);
		}
	}

	@Test
	void portsTakenBetweenTheLookAndTheBindAreReplaced() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			AtomicInteger looks = new AtomicInteger();
			// The client's port of the first attempt and the controller's of the second
			IntUnaryOperator racy = (other) -> List.of(0, 3).contains(looks.getAndIncrement()) ? taken.getLocalPort()
					: LocalPorts.free(other);
			try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.builder().freePorts(racy).build().start()) {
				assertThat(looks).hasValue(6);
				Clients.createTopic(broker.bootstrapServers(), "flights");
				Clients.send(broker.bootstrapServers(), "flights", "ATL");
				assertThat(Clients.read(broker.bootstrapServers(), "flights", "readers", 1)).containsExactly("ATL");
			}
		}
	}

	@Test
	void failureInsideKafkaIsAnExceptionAndNotTheEndOfTheJvm(@TempDir Path directory) {
		assertThatExceptionOfType(EmbeddedKafkaException.class)
			.isThrownBy(() -> EmbeddedKafkaBroker.builder()
				.directory(directory)
				.property("authorizer.class.name", "no.such.Authorizer")
				.build()
				.start())
			.withMessageContaining(directory.getFileName().toString())
			.withMessageContaining("no.such.Authorizer");

		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.in(directory).start()) {
			assertThat(broker.isRunning()).isTrue();
		}
	}

	@Test
	void topicsAreOnlyCreatedOnUseWhenAskedFor() throws Exception {
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.builder()
			.property("auto.create.topics.enable", "true")
			.build()
			.start()) {
			Clients.send(broker.bootstrapServers(), "by-use", "value");
			assertThat(topics(broker)).containsExactly("by-use");
		}
		try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.temporary().start();
				KafkaProducer<String, String> producer = Clients.producer(broker.bootstrapServers(),
						Map.of("max.block.ms", "500"))) {
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> producer.send(new ProducerRecord<>("by-use", "value")).get());
			assertThat(topics(broker)).isEmpty();
		}
	}

	@Test
	void closeDeletesTheTemporaryDirectoryAndTheAddressFile(@TempDir Path kept) {
		EmbeddedKafkaBroker temporary = EmbeddedKafkaBroker.temporary().start();
		Path directory = temporary.directory();
		assertThat(directory.resolve("bootstrap-servers.txt")).hasContent(temporary.bootstrapServers());
		temporary.close();
		temporary.close();
		assertThat(directory).doesNotExist();
		assertThatIllegalStateException().isThrownBy(temporary::bootstrapServers).withMessageContaining("start()");

		EmbeddedKafkaBroker persistent = EmbeddedKafkaBroker.in(kept).start();
		persistent.close();
		assertThat(kept).isDirectoryContaining("glob:**/log");
		assertThat(kept.resolve("bootstrap-servers.txt")).doesNotExist();
	}

	private static Set<String> topics(EmbeddedKafkaBroker broker) throws Exception {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
			return admin.listTopics().names().get();
		}
	}

}
