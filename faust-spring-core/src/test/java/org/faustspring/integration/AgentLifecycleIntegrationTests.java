package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Agents that are paused, stopped and started while the App runs.
 */
class AgentLifecycleIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 2);

	private final String left = SharedBroker.topic("left", 1);

	private final String right = SharedBroker.topic("right", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("lifecycle"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.property("source", this.source)
			.property("left", this.left)
			.property("right", this.right)
			.property("auto", true)
			.beans(Pair.class);
	}

	@ParameterizedTest
	@EnumSource
	void eachOfTwoAgentsSeesEveryEventOnceThoughOneIsPausedAcrossARestart(ProcessingGuarantee guarantee) {
		this.builder.guarantee(guarantee);
		try (TestApp app = this.builder.start().awaitRunning()) {
			send(0, 50);
			awaitValues(this.left, 50);
			awaitValues(this.right, 50);
			app.agent("right").pause();
			send(50, 100);
			awaitValues(this.left, 100);
			assertThat(app.agent("right").state()).isEqualTo(AgentState.PAUSED);
			assertThat(SharedBroker.values(this.right)).hasSize(50);
		}

		try (TestApp app = this.builder.property("auto", false).start().awaitRunning()) {
			assertThat(app.agent("right").state()).isEqualTo(AgentState.STOPPED);
			send(100, 150);
			awaitValues(this.left, 150);
			assertThat(app.bean(Pair.class).rights).isEmpty();
		}

		try (TestApp app = this.builder.start().awaitRunning()) {
			send(150, 200);
			awaitValues(this.left, 200);
			app.agent("right").start();
			awaitValues(this.right, 200);
			assertThat(app.bean(Pair.class).lefts).hasSize(50);
			assertThat(app.bean(Pair.class).rights).hasSize(150);
		}
		assertThat(SharedBroker.values(this.left)).containsExactlyInAnyOrderElementsOf(values(0, 200));
		assertThat(SharedBroker.values(this.right)).containsExactlyInAnyOrderElementsOf(values(0, 200));
	}

	@Test
	void stoppedAgentTakesUpWhereItWasAndTheOtherIsNotHeldUp() {
		try (TestApp app = this.builder.start().awaitRunning()) {
			for (int round = 0; round < 4; round++) {
				app.agent("right").stop();
				assertThat(app.agent("right").state()).isEqualTo(AgentState.STOPPED);
				app.agent("right").resume();
				assertThat(app.agent("right").state()).isEqualTo(AgentState.STOPPED);
				send(50 * round, 50 * round + 50);
				awaitValues(this.left, 50 * round + 50);
				app.agent("right").start();
				awaitValues(this.right, 50 * round + 50);
				app.agent("left").restart();
				assertThat(app.agent("left").state()).isEqualTo(AgentState.RUNNING);
			}
			app.agent("left").pause();
			app.agent("left").start();
			assertThat(app.agent("left").state()).isEqualTo(AgentState.RUNNING);
		}
		assertThat(SharedBroker.values(this.left)).containsExactlyInAnyOrderElementsOf(values(0, 200));
		assertThat(SharedBroker.values(this.right)).containsExactlyInAnyOrderElementsOf(values(0, 200));
	}

	private void send(int from, int to) {
		SharedBroker.send(this.source, values(from, to));
	}

	private static List<String> values(int from, int to) {
		return new ArrayList<>(IntStream.range(from, to).mapToObj((i) -> "k" + i % 7 + ":" + i).toList());
	}

	private static void awaitValues(String topic, int count) {
		await().atMost(Duration.ofSeconds(20)).until(() -> SharedBroker.values(topic).size() == count);
	}

	static class Pair {

		private final List<String> lefts = new CopyOnWriteArrayList<>();

		private final List<String> rights = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		@Sink(topic = "${left}")
		String left(String value) {
			this.lefts.add(value);
			return value;
		}

		@Agent(topics = "${source}", concurrency = 3, autoStartup = "${auto}")
		@Sink(topic = "${right}")
		String right(String value) {
			this.rights.add(value);
			return value;
		}

	}

}
