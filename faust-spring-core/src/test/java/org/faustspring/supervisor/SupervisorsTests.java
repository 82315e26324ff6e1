package org.faustspring.supervisor;

import java.time.Duration;

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

	private static SupervisorDecision restart(int seconds) {
		return new SupervisorDecision.Restart(Duration.ofSeconds(seconds));
	}

	private static ActorFailure failure(int restarts) {
		return new ActorFailure("agent", "0_0", "flights-0@1", restarts, new IllegalStateException());
	}

}
