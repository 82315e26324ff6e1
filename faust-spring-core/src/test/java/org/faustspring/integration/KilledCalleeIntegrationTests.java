package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import org.faustspring.agent.AgentCallTimeoutException;
import org.faustspring.agent.AgentRef;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

/**
 * Two instances, of which one is killed while it answers the other.
 */
class KilledCalleeIntegrationTests {

	private static final int CALLS = 600;

	@TempDir
	Path state;

	@TempDir
	Path other;

	@ParameterizedTest
	@EnumSource
	void everyCallEndsWithItsOwnAnswer(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("answers");
		String servers = SharedBroker.bootstrapServers();
		String topic = SharedBroker.topic("questions", 4);
		AtomicIntegerArray applied = new AtomicIntegerArray(CALLS);
		AtomicInteger answered = new AtomicInteger();
		AnsweringProcess callee = AnsweringProcess.start(id, guarantee, this.other, servers, topic);
		try (TestApp app = AnsweringProcess.builder(id, guarantee, this.state, servers, topic).start()) {
			await().atMost(Duration.ofSeconds(60)).until(() -> app.app().taskOwners().size() == 2);
			await().atMost(Duration.ofSeconds(60)).until(() -> RebalanceIntegrationTests.runningTasks(app) == 2);
			AgentRef<Integer, Integer> twice = app.app().ref("twice", Integer.class, Integer.class);
			List<CompletableFuture<Void>> calls = new ArrayList<>();
			for (int i = 0; i < CALLS; i++) {
				int number = i;
				calls.add(twice.ask(number, number).thenAccept((answer) -> {
					assertThat(answer).isEqualTo(2 * number);
					applied.incrementAndGet(number);
					answered.incrementAndGet();
				}));
			}
			await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(() -> answered.get() > 100);

			callee.kill();
			callee = AnsweringProcess.start(id, guarantee, this.other, servers, topic);

			int late = 0;
			for (CompletableFuture<Void> call : calls) {
				late += ended(call);
			}
			assertThat(answered.get() + late).isEqualTo(CALLS);
			for (int i = 0; i < CALLS; i++) {
				assertThat(applied.get(i)).isLessThanOrEqualTo(1);
			}
			assertThat(late).as("calls without an answer").isZero();
			if (guarantee == ProcessingGuarantee.EXACTLY_ONCE) {
				assertThat(TestCalls.of(app).unknownReplies()).as("second replies").isZero();
			}
			assertThat(TestCalls.of(app).pending()).isZero();
		}
		finally {
			callee.close();
		}
	}

	/** 1 if it was too late. */
	private static int ended(CompletableFuture<Void> call) {
		try {
			call.join();
			return 0;
		}
		catch (java.util.concurrent.CompletionException ex) {
			return (ex.getCause() instanceof AgentCallTimeoutException) ? 1 : fail("Neither answered nor late", ex);
		}
	}

}
