package org.faustspring.docs.snippets;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.NewTopic;
import org.faustspring.agent.AgentRef;
import org.faustspring.agent.AgentState;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
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

	@Autowired
	CallSnippets.Desk desk;

	@Autowired
	CallSnippets.Many many;

	@Autowired
	@Qualifier("stockRef")
	AgentRef<String, String> stock;

	@Autowired
	StreamSnippets streams;

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
		await().atMost(Duration.ofSeconds(30)).until(() -> this.streams.seen.size() == 2);
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

	@Test
	void everyCallIsAnswered() {
		await().atMost(Duration.ofSeconds(90)).until(() -> this.app.state() == AppState.RUNNING);
		Order order = new Order("Ann", 100);
		Total total = new Total("Ann", 119);

		assertThat(this.desk.now(order)).isEqualTo(total);
		assertThat(this.desk.later(order).join()).isEqualTo(total);
		assertThat(this.many.inOrder(List.of(order, order)).join()).containsExactly(total, total);
		this.many.asTheyCome(List.of(order));
		assertThat(this.many.shown).containsExactly("Ann");
		assertThat(this.many.explained(order)).isEqualTo(total.toString());
		assertThat(this.app.ref("checkOut", Order.class, Total.class).askAndWait("Ann", order)).isEqualTo(total);
		assertThat(this.stock.askAndWait("a1", "chair")).isEqualTo("chair is there");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ AgentSnippets.class, AgentSnippets.Supervisors.class, AgentSnippets.Operator.class, TableSnippets.class,
			TableSnippets.Declarations.class, SinkSnippets.class, SinkSnippets.Destinations.class,
			SinkSnippets.DeadLetters.class, TopicSnippets.class, TopicSnippets.Declarations.class,
			ChannelSnippets.class, ChannelSnippets.Channels.class, TimerSnippets.class, TimerSnippets.Flushing.class,
			TimerSnippets.Declarations.class, CallSnippets.class, CallSnippets.Desk.class, CallSnippets.Many.class,
			CallSnippets.Checkout.class, CallSnippets.Others.class, StreamSnippets.class,
			StreamSnippets.Declarations.class, ErrorSnippets.class, ErrorSnippets.Handlers.class,
			ErrorSnippets.Operator.class })
	static class Shop {

		/** What the App does not create: it does not know of them. */
		@Bean
		KafkaAdmin.NewTopics topics() {
			return new KafkaAdmin.NewTopics(
					Stream.of("stock-requests", "returns-eu", "orders-by-machine", "orders-as-text")
						.map((name) -> new NewTopic(name, 2, (short) 1))
						.toArray(NewTopic[]::new));
		}

	}

}
