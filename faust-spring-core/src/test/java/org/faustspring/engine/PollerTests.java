package org.faustspring.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link Poller}: what others ask of it. It reads no topics here.
 */
class PollerTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final Consumer<byte[], byte[]> consumer = member();

	private final Poller poller = new Poller(this.consumer, mock(TaskOwnership.class),
			new RepartitionPurge(mock(Admin.class), (topic) -> false), mock(GroupPlace.class), HOUR, HOUR);

	private final Thread thread = new Thread(this.poller, "poller");

	private static Consumer<byte[], byte[]> member() {
		Consumer<byte[], byte[]> consumer = mock();
		given(consumer.groupMetadata()).willReturn(new ConsumerGroupMetadata("group"));
		return consumer;
	}

	@BeforeEach
	void start() {
		this.poller.subscribe(List.of(), null);
		this.thread.start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.poller.stop(true);
		this.thread.join();
	}

	@Test
	void requestForARebalanceIsDroppedOnceAnotherOneHasDoneIt() {
		CompletableFuture<Thread> asked = new CompletableFuture<>();
		this.poller.rejoin("copies are warm", () -> {
			asked.complete(Thread.currentThread());
			return false;
		});
		runAll();

		assertThat(asked).isCompletedWithValue(this.thread);
		then(this.consumer).should(never()).enforceRebalance("copies are warm");
	}

	@Test
	void groupIsAskedForARebalanceThatIsStillNeeded() {
		this.poller.rejoin("copies are warm", () -> true);
		runAll();

		then(this.consumer).should().enforceRebalance("copies are warm");
	}

	@Test
	void commitAfterTheEndFails() throws InterruptedException {
		stop();

		assertThat(this.poller.commit(Map.of(new TopicPartition("source", 0), new OffsetAndMetadata(1)), () -> true))
			.isCompletedExceptionally();
	}

	/** Wait until what was asked before has been done. */
	private void runAll() {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.poller.execute(() -> done.complete(null));
		done.join();
	}

}
