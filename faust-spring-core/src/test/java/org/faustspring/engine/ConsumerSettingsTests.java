package org.faustspring.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.faustspring.app.ProcessingGuarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConsumerSettings}.
 */
class ConsumerSettingsTests {

	private final Map<String, Object> configured = new HashMap<>();

	private ConsumerSettings settings(ProcessingGuarantee guarantee) {
		return new ConsumerSettings("app", "one", guarantee, this.configured::get);
	}

	private Map<String, Object> ofReader() {
		return settings(ProcessingGuarantee.AT_LEAST_ONCE).ofReader();
	}

	@ParameterizedTest
	@CsvSource({ "5000, 1500", "7, 7" })
	void readersPollNoMoreThanAProcessorHasAtHand(String own, int polled) {
		this.configured.put("max.poll.records", own);

		assertThat(ofReader()).containsEntry("max.poll.records", polled);
	}

	@Test
	void readersPollThatManyByDefault() {
		assertThat(ofReader()).containsEntry("max.poll.records", 1500);
	}

	@Test
	void readersDoNotWaitLongForPartitionsWithoutRecords() {
		assertThat(ofReader()).containsEntry("fetch.max.wait.ms", 100);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fetch.max.wait.ms", "fetch.min.bytes" })
	void howLongFetchesWaitIsLeftToWhoHasDecidedAboutIt(String setting) {
		this.configured.put(setting, 1000);

		assertThat(ofReader()).doesNotContainKey("fetch.max.wait.ms");
	}

	@Test
	void readersReadWhatIsCommittedExactlyOnceOnly() {
		assertThat(settings(ProcessingGuarantee.EXACTLY_ONCE).ofReader()).containsEntry("isolation.level",
				"read_committed");
		assertThat(ofReader()).doesNotContainKey("isolation.level");
	}

	@Test
	void timesOfTheGroupAreThoseOfKafkaUnlessConfigured() {
		ConsumerSettings settings = settings(ProcessingGuarantee.AT_LEAST_ONCE);
		assertThat(settings.maxPollInterval()).isEqualTo(Duration.ofMinutes(5));
		assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(45));

		this.configured.put("max.poll.interval.ms", "60000");
		this.configured.put("session.timeout.ms", 6000);

		assertThat(settings.maxPollInterval()).isEqualTo(Duration.ofMinutes(1));
		assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
	}

}
