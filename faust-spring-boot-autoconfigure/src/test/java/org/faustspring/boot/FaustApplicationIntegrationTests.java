package org.faustspring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.faustspring.agent.AgentState;
import org.faustspring.annotation.Agent;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of an application that only has the auto-configuration, an agent and a table, on
 * the embedded broker.
 */
class FaustApplicationIntegrationTests {

	private static ConfigurableApplicationContext context;

	private static RestClient http;

	@BeforeAll
	static void start(@TempDir Path directory) {
		context = new SpringApplicationBuilder(Application.class).run("--spring.main.banner-mode=off",
				"--spring.application.name=words", "--server.port=0", "--faust.embedded-kafka.temporary=true",
				"--faust.state-directory=" + directory, "--faust.topics.partitions=2",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
				"--management.endpoint.health.probes.enabled=true",
				"--management.endpoint.fausttables.show-values=always");
		http = RestClient.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
		await().atMost(Duration.ofSeconds(30)).until(() -> context.getBean(FaustApp.class).state() == AppState.RUNNING);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void eventsAreCountedAndTheTableIsReadOverHttp() {
		send("alpha", 3);

		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(get("/actuator/fausttables/counts?entries=true")).extracting("page")
				.extracting("entries")
				.asList()
				.contains(Map.of("key", "alpha", "value", 3)));
		assertThat(get("/actuator/fausttables/counts/alpha")).isEqualTo(Map.of("key", "alpha", "value", 3));
	}

	@Test
	void appIsHealthyReadyAndMeasured() {
		send("beta", 2);

		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
				.get("faust.agent.events")
				.tag("topic", "words")
				.functionCounter()
				.count()).isGreaterThanOrEqualTo(2));
		assertThat(get("/actuator/health/faust")).containsEntry("status", "UP");
		assertThat(get("/actuator/faust")).containsEntry("id", "words").containsEntry("state", "RUNNING");
		assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
			.isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void agentIsPausedAndResumedOverHttp() {
		String agent = context.getBean(FaustApp.class).agents().iterator().next().name();

		act(agent, "pause");
		await().until(() -> context.getBean(FaustApp.class).agent(agent).state() == AgentState.PAUSED);

		act(agent, "resume");
		await().until(() -> context.getBean(FaustApp.class).agent(agent).state() == AgentState.RUNNING);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> get(String uri) {
		return http.get().uri(uri).retrieve().body(Map.class);
	}

	private void act(String agent, String action) {
		http.post()
			.uri("/actuator/faustagents/" + agent)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("action", action))
			.retrieve()
			.toBodilessEntity();
	}

	@SuppressWarnings("unchecked")
	private void send(String word, int times) {
		KafkaTemplate<String, String> template = context.getBean(KafkaTemplate.class);
		for (int i = 0; i < times; i++) {
			template.send("words", word, word).join();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

		@Bean
		Words words(Table<String, Long> counts) {
			return new Words(counts);
		}

	}

	static class Words {

		private final Table<String, Long> counts;

		Words(Table<String, Long> counts) {
			this.counts = counts;
		}

		@Agent(topics = "words")
		void onWord(String word) {
			this.counts.update(word, (count) -> count + 1);
		}

	}

}
