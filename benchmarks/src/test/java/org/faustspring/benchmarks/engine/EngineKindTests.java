package org.faustspring.benchmarks.engine;

import java.util.Arrays;

import org.faustspring.benchmarks.workload.Case;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineKind}.
 */
class EngineKindTests {

	@Test
	void listenersForwardWhereOthersCount() {
		assertThat(EngineKind.KAFKA_LISTENER_RECORD.does(Case.START_UP)).isEqualTo(Case.STATELESS_FORWARD);
		assertThat(EngineKind.KAFKA_LISTENER_BATCH.does(Case.START_UP)).isEqualTo(Case.STATELESS_FORWARD);
		assertThat(EngineKind.FAUST_SPRING.does(Case.START_UP)).isEqualTo(Case.START_UP);
		assertThat(Arrays.stream(Case.values()).filter((work) -> work != Case.START_UP))
			.allSatisfy((work) -> assertThat(EngineKind.KAFKA_LISTENER_BATCH.does(work)).isEqualTo(work));
	}

}
