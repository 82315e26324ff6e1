package org.faustspring.engine.retry;

import java.time.Duration;
import java.util.List;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryTopicNames} and {@link RetryMark}.
 */
class RetryTopicNamesTests {

	@Test
	void namesTellTheDelayOrANumberIfAllAreTheSame() {
		Duration second = Duration.ofSeconds(1);

		assertThat(RetryTopicNames.of("t", List.of(second))).containsExactly("t-retry-1000");
		assertThat(RetryTopicNames.of("t", List.of(second, Duration.ofHours(1)))).containsExactly("t-retry-1000",
				"t-retry-3600000");
		assertThat(RetryTopicNames.of("t", List.of(second, second))).containsExactly("t-retry-0", "t-retry-1");
		assertThat(RetryTopicNames.of("t", List.of(Duration.ofMillis(5), second, second)))
			.containsExactly("t-retry-5", "t-retry-1000-0", "t-retry-1000-1")
			.allMatch((name) -> name.matches(".*" + RetryTopicNames.ENDING));
	}

	@Test
	void markIsReadAsItWasWritten() {
		RetryMark mark = new RetryMark("group", -5, 77, 1, 4, 1_700_000_000_123L, 1_600_000_000_000L);
		RecordHeaders headers = new RecordHeaders();

		mark.write(headers);
		mark.write(headers);

		assertThat(RetryMark.read(headers)).isEqualTo(mark);
		assertThat(headers.headers("retry_topic-attempts")).hasSize(1);
		assertThat(RetryMark.read(new RecordHeaders())).isNull();
	}

}
