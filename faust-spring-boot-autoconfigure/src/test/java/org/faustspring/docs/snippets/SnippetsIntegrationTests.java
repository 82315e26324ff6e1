package org.faustspring.docs.snippets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.NewTopic;
import org.faustspring.agent.AgentState;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Total;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the agents, tables and sinks that the pages show, all together.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = { "faust.id=shop", "faust.topics.partitions=2" })
@DirtiesContext
class SnippetsIntegrationTests {

	@TempDir
	static Path state;

	@Autowired
	FaustApp app;

	@Autowired
	KafkaTemplate<Object, Object> kafka;

	@Autowired
	AgentSnippets agents;

	@Autowired
	AgentSnippets.Operator operator;

	@Autowired
	TableSnippets tables;

	@Autowired
	SinkSnippets.Destinations destinations;

	@Autowired
	SinkSnippets.DeadLetters deadLetters;

	@Autowired
	TopicSnippets topics;

	@Autowired
	TimerSnippets timers;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("faust.state-directory", () -> state.toString());
	}

	@Test
	void everySnippetRuns() throws Exception {
		await().atMost(Duration.ofSeconds(90)).until(() -> this.app.state() == AppState.RUNNING);
		assertThat(this.app.agents()).isNotEmpty()
			.allSatisfy((agent) -> assertThat(agent.state()).isEqualTo(AgentState.RUNNING));

		this.kafka.send("orders", "o1", "{\"customer\":\"Ann\",\"cents\":250}");
		this.kafka.send("customers", "c1", null);
		this.kafka.send("returns-eu", "o1", "{\"customer\":\"Ann\",\"cents\":250}");

		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.agents.seen).contains("ann", "customer c1 is deleted", 1));
		await().atMost(Duration.ofSeconds(30)).until(() -> this.tables.ordersOf("Ann") == 1);
		await().atMost(Duration.ofSeconds(30)).until(() -> this.destinations.seen.size() == 2);
		assertThat(this.tables.customersOfThisInstance("A")).isEqualTo(List.of("Ann"));
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.app.agents()).filteredOn((agent) -> !agent.figures().isEmpty())
				.allSatisfy((agent) -> assertThat(agent.figures())
					.allSatisfy((figures) -> assertThat(figures.errors()).isZero())));

		assertThat(this.topics.invoice(new Total("Bob", 1))).isNotNegative();
		this.topics.invoiceOfLastYear(new Total("Bob", 2));

		await().atMost(Duration.ofSeconds(30)).until(() -> this.timers.seen.contains("partner"));
		assertThat(this.app.isLeader()).isTrue();
		assertThat(this.app.timers()).filteredOn((timer) -> timer.name().equals("flush"))
			.allSatisfy((timer) -> assertThat(timer.runs()).isPositive())
			.hasSize(1);

		this.kafka.send("orders", "no order");

		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.deadLetters.seen).isNotEmpty()
				.allSatisfy((letter) -> assertThat(letter).startsWith("no order")));

		this.operator.pauseBilling();
		assertThat(this.app.agents()).filteredOn((agent) -> agent.name().equals("bill"))
			.extracting((agent) -> agent.state())
			.isEqualTo(List.of(AgentState.PAUSED));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ AgentSnippets.class, AgentSnippets.Supervisors.class, AgentSnippets.Operator.class, TableSnippets.class,
			TableSnippets.Declarations.class, SinkSnippets.class, SinkSnippets.Destinations.class,
			SinkSnippets.DeadLetters.class, TopicSnippets.class, TopicSnippets.Declarations.class,
			ChannelSnippets.class, ChannelSnippets.Channels.class, TimerSnippets.class, TimerSnippets.Flushing.class,
			TimerSnippets.Declarations.class })
	static class Shop {

		/** What the App does not create: it does not know of them. */
		@Bean
		KafkaAdmin.NewTopics topics() {
			return new KafkaAdmin.NewTopics(Stream.of("returns-eu", "orders-by-machine", "orders-as-text")
				.map((name) -> new NewTopic(name, 2, (short) 1))
				.toArray(NewTopic[]::new));
		}

	}

}
