package org.faustspring.benchmarks.jmh;

import java.io.IOException;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link LocalApp}.
 */
class LocalAppTests {

	@Test
	void eachEventHasAnOutputWithoutABroker() throws IOException {
		try (LocalApp app = new LocalApp(EngineKind.FAUST_SPRING, Case.STATEFUL_COUNT, 10, 1)) {
			assertThatNoException().isThrownBy(() -> {
				app.process(1000);
				app.process(1000);
			});
		}
	}

	@Test
	void lanesKeepTheOrderOfAKey() throws IOException {
		try (LocalApp app = new LocalApp(EngineKind.FAUST_SPRING_LANES, Case.STATELESS_FORWARD, 10, 4,
				LanesBenchmark.Ordered.class)) {
			LanesBenchmark.Ordered agent = app.bean(LanesBenchmark.Ordered.class);
			agent.expect(10);

			app.process(2000);

			assertThat(agent.problem()).isNull();
		}
	}

	@Test
	void orderThatIsBrokenIsNoticed() {
		LanesBenchmark.Ordered agent = new LanesBenchmark.Ordered();
		agent.expect(1);

		agent.note(0, 5);
		agent.note(0, 4);

		assertThat(agent.problem()).isEqualTo("Offset 4 of key 0 came after 5");
	}

}
