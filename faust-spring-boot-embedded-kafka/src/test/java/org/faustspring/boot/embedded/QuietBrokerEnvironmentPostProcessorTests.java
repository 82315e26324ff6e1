package org.faustspring.boot.embedded;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuietBrokerEnvironmentPostProcessor}.
 */
class QuietBrokerEnvironmentPostProcessorTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void brokerLoggersAreQuietAndClientLoggersAreNot() {
		process();

		assertThat(this.environment.getProperty("logging.level.kafka")).isEqualTo("WARN");
		assertThat(this.environment.getProperty("logging.level.org.apache.kafka.server")).isEqualTo("WARN");
		assertThat(this.environment.getProperty("logging.level.org.apache.kafka.clients")).isNull();
	}

	@Test
	void levelOfTheApplicationWins() {
		this.environment.setProperty("logging.level.kafka", "DEBUG");

		process();

		assertThat(this.environment.getProperty("logging.level.kafka")).isEqualTo("DEBUG");
	}

	@Test
	void levelOfAParentLoggerWins() {
		this.environment.setProperty("logging.level.org.apache.kafka", "INFO");

		process();

		assertThat(this.environment.getProperty("logging.level.org.apache.kafka.server")).isNull();
		assertThat(this.environment.getProperty("logging.level.kafka")).isEqualTo("WARN");
	}

	@Test
	void levelsAreLeftAloneWhenDisabled() {
		this.environment.setProperty("faust.embedded-kafka.enabled", "false");

		process();

		assertThat(this.environment.getProperty("logging.level.kafka")).isNull();
	}

	private void process() {
		new QuietBrokerEnvironmentPostProcessor().postProcessEnvironment(this.environment, new SpringApplication());
	}

}
