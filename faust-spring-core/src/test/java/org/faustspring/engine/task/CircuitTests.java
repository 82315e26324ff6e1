package org.faustspring.engine.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.faustspring.app.FaustSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Circuit}.
 */
class CircuitTests {

	private static final Duration INTERVAL = Duration.ofSeconds(10);

	private final Actor actor = mock(Actor.class);

	private final Actor other = mock(Actor.class);

	private final List<String> heard = new ArrayList<>();

	private final Throwable cause = new IllegalStateException();

	private long processed;

	private final Circuit circuit = new Circuit(() -> this.processed, new Circuit.Listener() {

		@Override
		public void opened(int failures, Throwable cause, Duration probeIn) {
			CircuitTests.this.heard.add("opened %d %s".formatted(failures, probeIn));
		}

		@Override
		public void probeFailed(Throwable cause, Duration probeIn) {
			CircuitTests.this.heard.add("failed " + probeIn);
		}

		@Override
		public void closed() {
			CircuitTests.this.heard.add("closed");
		}

	});

	@Test
	void failuresInARowOpenItAndASuccessInBetweenCountsAnew() {
		assertThat(fail(this.actor)).isFalse();
		assertThat(fail(this.actor)).isFalse();
		this.processed++;
		assertThat(fail(this.actor)).isFalse();
		assertThat(fail(this.other)).isFalse();

		assertThat(fail(this.actor)).isTrue();

		assertThat(this.circuit.open()).isTrue();
		assertThat(this.heard).containsExactly("opened 3 PT10S");
	}

	@Test
	void oneActorProbesWhenTheTimeHasComeAndOthersHaveTheFirstTryAfterItFailed() {
		open();
		long now = System.nanoTime();

		assertThat(this.circuit.claim(this.actor, now)).isFalse();
		assertThat(this.circuit.claim(this.actor, now + INTERVAL.toNanos())).isTrue();
		assertThat(this.circuit.claim(this.other, now + INTERVAL.toNanos())).isFalse();
		assertThat(fail(this.actor)).isTrue();
		this.circuit.ended(this.actor);

		long due = System.nanoTime() + 2 * INTERVAL.toNanos();
		assertThat(this.circuit.claim(this.actor, due)).isFalse();
		assertThat(this.circuit.claim(this.other, due)).isTrue();
		assertThat(this.heard).containsExactly("opened 3 PT10S", "failed PT20S");
	}

	@Test
	void waitGrowsUpToTheLongest() {
		open();
		for (int i = 0; i < 3; i++) {
			assertThat(this.circuit.claim(this.actor, System.nanoTime() + Duration.ofHours(1).toNanos())).isTrue();
			fail(this.actor);
		}

		assertThat(this.heard).containsExactly("opened 3 PT10S", "failed PT20S", "failed PT25S", "failed PT25S");
	}

	@Test
	void processedEventClosesItAndNoneLeavesItToTheNext() {
		open();
		long due = System.nanoTime() + INTERVAL.toNanos();
		assertThat(this.circuit.claim(this.actor, due)).isTrue();
		this.circuit.ended(this.actor);
		assertThat(this.circuit.open()).isTrue();
		assertThat(this.circuit.claim(this.other, due)).isTrue();

		this.processed++;
		this.circuit.ended(this.other);

		assertThat(this.circuit.open()).isFalse();
		assertThat(this.heard).containsExactly("opened 3 PT10S", "closed");
	}

	@Test
	void neverOpensWithoutALimit() {
		for (int i = 0; i < 100; i++) {
			assertThat(this.circuit.failed(this.actor, this.cause, settings(0))).isFalse();
		}
	}

	private void open() {
		for (int i = 0; i < 3; i++) {
			fail(this.actor);
		}
	}

	private boolean fail(Actor failed) {
		return this.circuit.failed(failed, this.cause, settings(3));
	}

	private static FaustSettings.Agents settings(int failures) {
		return new FaustSettings.Agents("one-for-one", 1, INTERVAL, INTERVAL, INTERVAL, Duration.ZERO, failures,
				INTERVAL, Duration.ofSeconds(25), INTERVAL);
	}

}
