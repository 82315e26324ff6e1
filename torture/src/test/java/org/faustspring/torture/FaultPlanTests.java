package org.faustspring.torture;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a seed decides.
 */
class FaultPlanTests {

	private static final Map<String, Integer> WEIGHTS = Map.of("one", 3, "other", 1);

	@Test
	void sameSeedPlansTheSameFaults() {
		FaultPlan plan = FaultPlan.of(WEIGHTS, List.of(), 600, 5, 42);

		assertThat(FaultPlan.of(WEIGHTS, List.of(), 600, 5, 42)).isEqualTo(plan);
		assertThat(FaultPlan.of(WEIGHTS, List.of(), 600, 5, 43)).isNotEqualTo(plan);
		assertThat(plan.faults()).hasSizeBetween(60, 250).allMatch((fault) -> fault.second() < 600);
	}

	@Test
	void onlyWantedFaultsArePlanned() {
		assertThat(FaultPlan.of(WEIGHTS, List.of("other"), 600, 5, 42).faults()).isNotEmpty()
			.allMatch((fault) -> fault.name().equals("other"));
		assertThat(FaultPlan.of(WEIGHTS, List.of("none"), 600, 5, 42).faults()).isEmpty();
	}

	@Test
	void sameSeedFeedsTheSameInput() {
		Input input = new Input(42, true);
		Input again = new Input(42, true);

		for (int i = 0; i < 5000; i++) {
			assertThat(again.next()).isEqualTo(input.next());
		}
	}

}
