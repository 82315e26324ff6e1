package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Records in a changelog that its owner has not committed: left by an owner that died, or
 * written by somebody else.
 */
class ChangelogTailIntegrationTests {

	@TempDir
	Path state;

	private final Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);

	@Test
	void keysOfAnInterruptedCommitAreWrittenAgainAsTheyWere() {
		countFirst(500);
		int partition = this.tally.partitionOf("g3");
		this.tally.writeToChangelog(partition, "g3", 26L, 27L);
		this.tally.writeToChangelog(partition, "never-committed", 1L);

		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().figures().repaired()).isEqualTo(2);
			assertThat(app.app().figures().restored()).isZero();
			this.tally.awaitExact(app);
			this.tally.send(100);
			this.tally.awaitExact(app);
			assertThat(app.app().figures().foreignWrites()).isZero();
		}
		this.tally.assertTopicsExact();
	}

	@Test
	void theRepairIsCompleteWithoutLocalState() throws Exception {
		countFirst(500);
		int partition = this.tally.partitionOf("g3");
		this.tally.writeToChangelog(partition, "g3", 99L);
		FileSystemUtils.deleteRecursively(this.state);

		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().figures().repaired()).isEqualTo(1);
			this.tally.awaitExact(app);
		}
		this.tally.assertTopicsExact();
		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().figures().repaired()).isZero();
			assertThat(app.app().figures().restored()).isZero();
			this.tally.awaitExact(app);
		}
	}

	@Test
	void aTailThatCompactionMayHaveTouchedIsApplied() {
		try (TestApp app = this.tally.app(this.state).minCompactionLag(Duration.ofMillis(1)).start()) {
			this.tally.send(500);
			this.tally.awaitExact(app);
		}
		this.tally.writeToChangelog(this.tally.partitionOf("g3"), "g3", 1000L);

		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().figures().tailsApplied()).isEqualTo(1);
			assertThat(app.app().figures().repaired()).isZero();
			assertThat(Tally.counts(app)).containsEntry("g3", 1000L);
			assertThat(this.tally.replayed()).isEqualTo(Tally.counts(app));
		}
		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().figures().tailsApplied()).isZero();
			assertThat(Tally.counts(app)).containsEntry("g3", 1000L);
		}
	}

	@Test
	void aForeignWriterIsFoundAtTheNextCommitAndUndone() {
		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			this.tally.send(500);
			this.tally.awaitExact(app);
			for (int i = 1; i <= 3; i++) {
				this.tally.writeToChangelog(this.tally.partitionOf("g3"), "g3", 1000L, 2000L);
				this.tally.send(200);
				int round = i;
				await().atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertThat(app.app().figures().foreignWrites()).isEqualTo(2L * round));
				this.tally.awaitExact(app);
			}
			assertThat(app.app().figures().repaired()).isPositive();
		}
		this.tally.assertTopicsExact();
	}

	@Test
	void aForeignWriterUnderLoadDoesNoHarm() {
		try (TestApp app = this.tally.app(this.state).start().awaitRunning()) {
			this.tally.send(500);
			this.tally.awaitExact(app);
			int partition = this.tally.partitionOf("g3");
			try (Tally.Load load = this.tally.load(2000)) {
				for (int i = 1; i <= 10; i++) {
					long commits = app.app().figures().commits();
					this.tally.writeToChangelog(partition, "g3", -1L);
					await().atMost(Duration.ofSeconds(20)).until(() -> app.app().figures().commits() > commits + 2);
				}
			}
			// One that comes while another is repaired is repaired with it.
			assertThat(app.app().figures().foreignWrites()).isPositive();
			this.tally.awaitExact(app);
		}
		this.tally.assertTopicsExact();
	}

	@Test
	void aCommitBehindAnOpenTransactionOfAnEarlierOwnerIsWaitedFor() throws Exception {
		Tally exact = new Tally(ProcessingGuarantee.EXACTLY_ONCE);
		try (TestApp app = exact.app(this.state).start()) {
			exact.send(500);
			exact.awaitExact(app);
			Map<String, Object> config = Map.of("bootstrap.servers", exact.servers, "transactional.id",
					exact.id + "-dead-0", "transaction.timeout.ms", "6000");
			KafkaProducer<String, Long> dead = new KafkaProducer<>(config, new StringSerializer(),
					new LongSerializer());
			try (dead) {
				dead.initTransactions();
				dead.beginTransaction();
				dead.send(new ProducerRecord<>(exact.changelog, exact.partitionOf("g3"), "g3", 1000L)).get();
				exact.send(500);
				exact.awaitExact(app);
				app.close();
				FileSystemUtils.deleteRecursively(this.state);
				try (TestApp next = exact.app(this.state).start()) {
					exact.awaitExact(next);
				}
			}
		}
		exact.assertTopicsExact();
	}

	private void countFirst(int items) {
		this.tally.send(items);
		try (TestApp app = this.tally.app(this.state).start()) {
			this.tally.awaitExact(app);
		}
	}

}
