package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;

import org.faustspring.app.AppState;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.boot.embedded.EmbeddedKafkaBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The broker goes away and comes back while the App runs.
 */
class BrokerRestartIntegrationTests {

	@TempDir
	Path state;

	@TempDir
	Path data;

	@ParameterizedTest
	@EnumSource
	void processingResumesByItselfAndEndsExact(ProcessingGuarantee guarantee) {
		EmbeddedKafkaBroker broker = broker(0);
		try {
			Tally tally = new Tally(guarantee, broker.bootstrapServers(), 4);
			try (TestApp app = tally.app(this.state).producer("max.block.ms", "1000").start().awaitRunning()) {
				try (Tally.Load load = tally.load(1000)) {
					for (int i = 0; i < 2; i++) {
						long commits = app.app().figures().commits();
						await().until(() -> app.app().figures().commits() > commits + 5);
						int port = broker.port();
						broker.close();
						// Once long enough for every call to the broker to time out.
						await().pollDelay(Duration.ofSeconds(3L * i)).until(() -> true);
						broker = broker(port);
					}
					long commits = app.app().figures().commits();
					await().until(() -> app.app().figures().commits() > commits + 5);
				}
				tally.awaitExact(app);
				assertThat(app.app().state()).isEqualTo(AppState.RUNNING);
				assertThat(app.app().figures().foreignWrites()).isZero();
			}
			tally.assertTopicsExact();
		}
		finally {
			broker.close();
		}
	}

	private EmbeddedKafkaBroker broker(int port) {
		return EmbeddedKafkaBroker.builder()
			.directory(this.data)
			.port(port)
			.property("group.min.session.timeout.ms", "1000")
			.build()
			.start();
	}

}
