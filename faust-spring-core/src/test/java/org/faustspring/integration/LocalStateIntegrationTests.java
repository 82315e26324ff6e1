package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is restored, from where, when local state, changelog and committed offsets do not
 * fit together.
 */
class LocalStateIntegrationTests {

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void aTableInMemoryIsRestored(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		for (int i = 1; i <= 2; i++) {
			tally.send(500);
			try (TestApp app = tally.app(this.state).stores(Map.of("tally", StoreKind.MEMORY)).start()) {
				tally.awaitExact(app);
			}
		}
		tally.assertTopicsExact();
	}

	@Test
	void manyPartitionsAreRestored() throws Exception {
		Tally tally = new Tally(ProcessingGuarantee.EXACTLY_ONCE, SharedBroker.bootstrapServers(), 32);
		tally.send(3000);
		try (TestApp app = tally.app(this.state).start()) {
			tally.awaitExact(app);
		}
		FileSystemUtils.deleteRecursively(this.state);

		try (TestApp app = tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().tasks()).hasSize(64);
			assertThat(app.app().figures().restored()).isPositive();
			tally.awaitExact(app);
		}
	}

	@Test
	void theGuaranteeMayChangeBetweenRuns() {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		ProcessingGuarantee[] runs = { ProcessingGuarantee.AT_LEAST_ONCE, ProcessingGuarantee.EXACTLY_ONCE,
				ProcessingGuarantee.EXACTLY_ONCE, ProcessingGuarantee.AT_LEAST_ONCE,
				ProcessingGuarantee.AT_LEAST_ONCE };
		for (ProcessingGuarantee guarantee : runs) {
			tally.send(500);
			try (TestApp app = tally.app(this.state).guarantee(guarantee).start()) {
				tally.awaitExact(app);
				tally.send(500);
				tally.awaitExact(app);
				assertThat(app.app().figures().restored()).isZero();
				assertThat(app.app().figures().foreignWrites()).isZero();
				assertThat(app.app().figures().repaired()).isZero();
			}
			tally.assertTopicsExact();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aChangelogThatWasMadeAgainIsFilledFromTheLocalCopy(ProcessingGuarantee guarantee) throws Exception {
		Tally tally = counted(guarantee);
		try (Admin admin = tally.admin()) {
			admin.deleteTopics(List.of(tally.changelog)).all().get();
			await().until(() -> !admin.listTopics().names().get().contains(tally.changelog));
		}

		try (TestApp app = tally.app(this.state).start().awaitRunning()) {
			tally.awaitExact(app);
			tally.send(20);
			tally.awaitExact(app);
		}
		tally.assertChangelogExact();
		try (TestApp app = tally.app(this.state).start().awaitRunning()) {
			tally.awaitExact(app);
		}
	}

	@Test
	void aCopyFromTheFutureIsMadeAnew(@TempDir Path future) throws Exception {
		Tally tally = counted(ProcessingGuarantee.AT_LEAST_ONCE);
		FileSystemUtils.copyRecursively(this.state, future);
		try (TestApp app = tally.app(future).start()) {
			tally.send(500);
			tally.awaitExact(app);
		}
		// The offsets are those of before: what was committed since is in the copy alone.
		try (Admin admin = tally.admin()) {
			deleteOffsets(admin, tally);
			admin.deleteTopics(List.of(tally.changelog)).all().get();
			await().until(() -> !admin.listTopics().names().get().contains(tally.changelog));
		}
		try (TestApp app = tally.app(future).start()) {
			// All of the source again, on an empty table.
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(tally.replayed()).isEqualTo(Tally.counts(app)).isNotEmpty());
		}
	}

	@Test
	void deletedOffsetsLeaveTheTableAsTheChangelogHasIt() throws Exception {
		Tally tally = counted(ProcessingGuarantee.AT_LEAST_ONCE);
		try (Admin admin = tally.admin()) {
			deleteOffsets(admin, tally);
			// As an operator does who wants to go on with new items only.
			Map<TopicPartition, RecordsToDelete> delete = new HashMap<>();
			admin
				.listOffsets(java.util.stream.IntStream.range(0, 4)
					.boxed()
					.flatMap((i) -> java.util.stream.Stream.of(new TopicPartition(tally.source, i),
							new TopicPartition(repartition(admin, tally), i)))
					.collect(java.util.stream.Collectors.toMap((p) -> p,
							(p) -> org.apache.kafka.clients.admin.OffsetSpec.latest())))
				.all()
				.get()
				.forEach((partition, end) -> delete.put(partition, RecordsToDelete.beforeOffset(end.offset())));
			admin.deleteRecords(delete).all().get();
		}
		FileSystemUtils.deleteRecursively(this.state);

		try (TestApp app = tally.app(this.state).start().awaitRunning()) {
			assertThat(app.app().figures().restored()).isPositive();
			tally.send(500);
			tally.awaitExact(app);
		}
		tally.assertChangelogExact();
	}

	@ParameterizedTest
	@EnumSource
	void anOffsetThatTheSourceDoesNotHaveIsReset(ProcessingGuarantee guarantee) throws Exception {
		Tally tally = counted(guarantee);
		try (Admin admin = tally.admin()) {
			// As if the source had been deleted and made again with fewer items.
			Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
			admin.listConsumerGroupOffsets(tally.id).partitionsToOffsetAndMetadata().get().forEach((partition, old) -> {
				if (partition.topic().equals(tally.source)) {
					offsets.put(partition, new OffsetAndMetadata(1_000_000, old.metadata()));
				}
			});
			admin.alterConsumerGroupOffsets(tally.id, offsets).all().get();
		}

		try (TestApp app = tally.app(this.state).start()) {
			tally.send(500);
			// Grouped again, but counted once.
			tally.awaitExact(app);
			assertThat(tally.read(repartition(tally))).hasSizeGreaterThanOrEqualTo(1500);
		}
		tally.assertTopicsExact();
	}

	private static String repartition(Tally tally) {
		try (Admin admin = tally.admin()) {
			return repartition(admin, tally);
		}
	}

	private static String repartition(Admin admin, Tally tally) {
		try {
			return admin.listTopics()
				.names()
				.get()
				.stream()
				.filter((name) -> name.startsWith(tally.id) && name.endsWith("-repartition"))
				.findFirst()
				.orElseThrow();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void deleteOffsets(Admin admin, Tally tally) throws Exception {
		Set<TopicPartition> committed = admin.listConsumerGroupOffsets(tally.id)
			.partitionsToOffsetAndMetadata()
			.get()
			.keySet();
		DeleteConsumerGroupOffsetsResult deleted = admin.deleteConsumerGroupOffsets(tally.id, committed);
		deleted.all().get();
	}

	private Tally counted(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		tally.send(500);
		try (TestApp app = tally.app(this.state).start()) {
			tally.awaitExact(app);
		}
		return tally;
	}

}
