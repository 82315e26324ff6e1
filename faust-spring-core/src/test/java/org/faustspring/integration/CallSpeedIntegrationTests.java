package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long an answer takes, and how many there are a second. Figures are in the log; what
 * is asserted holds on a machine that has much else to do.
 */
class CallSpeedIntegrationTests {

	private static final Log logger = LogFactory.getLog(CallSpeedIntegrationTests.class);

	private static final int CALLS = Integer.getInteger("calls.count", 12_000);

	private static final int AT_A_TIME = 100;

	@TempDir
	Path state;

	@ParameterizedTest
	@CsvSource({ "AT_LEAST_ONCE, 15, 500", "EXACTLY_ONCE, 60, 200" })
	void everyCallHasItsOwnAnswerSoon(ProcessingGuarantee guarantee, int mostMillis, int leastPerSecond) {
		String topic = SharedBroker.topic("speed", 4);
		try (TestApp app = TestApp.builder(SharedBroker.unique("speed"))
			.state(this.state)
			.guarantee(guarantee)
			.property("speed", topic)
			.beans(Echo.class)
			.start()
			.awaitRunning()) {
			AgentRef<Integer, Integer> echo = app.app().ref("echo", Integer.class, Integer.class);
			// The best of some: others may use the machine at the same time.
			long median = IntStream.range(0, 6).mapToLong((round) -> sequential(echo, 100)).min().orElseThrow();
			concurrent(echo, CALLS / 4);
			double perSecond = concurrent(echo, CALLS);

			logger.info("%s: median %.2f ms one after the other; %.0f a second, %d at a time".formatted(guarantee,
					median / 1e6, perSecond, AT_A_TIME));
			assertThat(Duration.ofNanos(median)).isLessThan(Duration.ofMillis(mostMillis));
			assertThat(perSecond).isGreaterThan(leastPerSecond);
			assertThat(TestCalls.of(app).pending()).isZero();
			assertThat(TestCalls.of(app).unknownReplies()).isZero();
		}
	}

	private static long sequential(AgentRef<Integer, Integer> echo, int count) {
		long[] nanos = new long[count];
		for (int i = 0; i < count; i++) {
			long started = System.nanoTime();
			assertThat(echo.askAndWait(i, i)).isEqualTo(i + 1);
			nanos[i] = System.nanoTime() - started;
		}
		Arrays.sort(nanos);
		return nanos[count / 2];
	}

	private static double concurrent(AgentRef<Integer, Integer> echo, int count) {
		long started = System.nanoTime();
		Deque<CompletableFuture<Integer>> open = new ArrayDeque<>();
		int answered = 0;
		for (int i = 0; i < count; i++) {
			if (open.size() == AT_A_TIME) {
				assertThat(open.remove().join()).isEqualTo(++answered);
			}
			open.add(echo.ask(i, i));
		}
		while (!open.isEmpty()) {
			assertThat(open.remove().join()).isEqualTo(++answered);
		}
		return count / ((System.nanoTime() - started) / 1e9);
	}

	static class Echo {

		@Agent(topics = "${speed}")
		int echo(int number) {
			return number + 1;
		}

	}

}
