package org.faustspring.supervisor;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SupervisorsTests {

	private final Supervisor oneForOne = Supervisors.oneForOne(4, Duration.ofSeconds(1), Duration.ofSeconds(5));

	@Test
	void restartsWaitTwiceAsLongEachTimeUpToTheLongestWait() {
		assertThat(this.oneForOne.onFailure(failure(0))).isEqualTo(restart(1));
		assertThat(this.oneForOne.onFailure(failure(1))).isEqualTo(restart(2));
		assertThat(this.oneForOne.onFailure(failure(2))).isEqualTo(restart(4));
		assertThat(this.oneForOne.onFailure(failure(3))).isEqualTo(restart(5));
	}

	@Test
	void tooManyRestartsStopTheAgent() {
		assertThat(this.oneForOne.onFailure(failure(4))).isEqualTo(new SupervisorDecision.StopAgent());
		assertThat(Supervisors.oneForOne(0, Duration.ZERO, Duration.ZERO).onFailure(failure(0)))
			.isEqualTo(new SupervisorDecision.StopAgent());
	}

	@Test
	void waitDoesNotOverflowHoweverManyRestartsThereAre() {
		Supervisor patient = Supervisors.oneForOne(Integer.MAX_VALUE, Duration.ofNanos(1), Duration.ofDays(1));

		assertThat(patient.onFailure(failure(1_000_000))).isEqualTo(restart(24 * 60 * 60));
		assertThat(Supervisors.oneForOne(Integer.MAX_VALUE, Duration.ZERO, Duration.ofDays(1)).onFailure(failure(9)))
			.isEqualTo(restart(0));
	}

	@Test
	void negativeSettingsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Supervisors.oneForOne(-1, Duration.ZERO, Duration.ZERO))
			.withMessageContaining("maxRestarts");
	}

	@Test
	void crashStopsTheApp() {
		assertThat(Supervisors.crash().onFailure(failure(0))).isEqualTo(new SupervisorDecision.StopApp());
	}

	@Test
	void jitterVariesTheWaitWithinTheShortestAndTheLongest() {
		Supervisor jittered = Supervisors.oneForOne(9, Duration.ofSeconds(1), Duration.ofSeconds(5),
				Duration.ofMillis(500));

		Set<Duration> waits = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			waits.add(((SupervisorDecision.Restart) jittered.onFailure(failure(1))).delay());
			assertThat(((SupervisorDecision.Restart) jittered.onFailure(failure(0))).delay())
				.isBetween(Duration.ofSeconds(1), Duration.ofMillis(1500));
			assertThat(((SupervisorDecision.Restart) jittered.onFailure(failure(8))).delay())
				.isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
		}
		assertThat(waits).hasSizeGreaterThan(10)
			.allSatisfy((wait) -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3)));
	}

	@Test
	void oneForAllRestartsAllUntilThereHaveBeenTooMany() {
		Supervisor oneForAll = Supervisors.oneForAll(2, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ZERO);

		assertThat(oneForAll.onFailure(failure(1))).isEqualTo(new SupervisorDecision.RestartAll(Duration.ofSeconds(2)));
		assertThat(oneForAll.onFailure(failure(2))).isEqualTo(new SupervisorDecision.StopAgent());
	}

	@Test
	void forfeitStopsTheActor() {
		assertThat(Supervisors.forfeit().onFailure(failure(0))).isEqualTo(new SupervisorDecision.StopActor());
	}

	private static SupervisorDecision restart(int seconds) {
		return new SupervisorDecision.Restart(Duration.ofSeconds(seconds));
	}

	private static ActorFailure failure(int restarts) {
		return new ActorFailure("agent", "0_0", "flights-0@1", restarts, new IllegalStateException());
	}

}
