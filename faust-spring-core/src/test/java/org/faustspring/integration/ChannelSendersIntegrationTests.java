package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.channel.Channel;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An App without topics: what its agent gets is sent from outside of handlers.
 */
class ChannelSendersIntegrationTests {

	@TempDir
	Path state;

	@ParameterizedTest
	@EnumSource
	void everyMessageOfOutsideSendersIsProcessedOnceAndInOrder(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("senders");
		String output = SharedBroker.topic("senders-output", 1);
		TestApp.Builder builder = TestApp.builder(id)
			.guarantee(guarantee)
			.state(this.state)
			.property("output", output)
			.beans(Outside.class);
		try (TestApp app = builder.start().awaitRunning()) {
			Channel<Order> orders = app.bean(Outside.class).orders;
			List<CompletableFuture<Void>> senders = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				String sender = "s" + i;
				senders.add(CompletableFuture.runAsync(() -> send(orders, sender)));
			}
			CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			orders.send(new Order("bad", 7));
			// What is there when the App stops is still processed.
		}
		List<String> values = SharedBroker.values(output);
		assertThat(values).hasSize(900).doesNotHaveDuplicates();
		for (int i = 0; i < 3; i++) {
			String sender = "s" + i;
			assertThat(values.stream().filter((value) -> value.startsWith(sender)).toList())
				.isEqualTo(java.util.stream.IntStream.range(0, 300).mapToObj((n) -> sender + "-" + n).toList());
		}
	}

	@ParameterizedTest
	@EnumSource
	void messageFromOutsideThatFailsIsDeadLetteredAsJson(ProcessingGuarantee guarantee) throws Exception {
		String id = SharedBroker.unique("senders");
		String output = SharedBroker.topic("senders-output", 1);
		TestApp.Builder builder = TestApp.builder(id)
			.guarantee(guarantee)
			.state(this.state)
			.property("output", output)
			.beans(Outside.class);
		try (TestApp app = builder.start().awaitRunning()) {
			Outside outside = app.bean(Outside.class);
			outside.orders.send(new Order("bad", 7));
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(SharedBroker.read(id + "-orders-dlt", true)).hasSize(1));
			ConsumerRecord<String, String> letter = SharedBroker.read(id + "-orders-dlt", true).get(0);
			assertThat(letter.value()).isEqualTo("{\"customer\":\"bad\",\"cents\":7}");
			assertThat(outside.places).contains("orders-1@0");
		}
	}

	private static void send(Channel<Order> orders, String sender) {
		try {
			for (int i = 0; i < 300; i++) {
				orders.send(new Order(sender, i));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Order(String customer, int cents) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Channel<Order> orders(FaustApp app) {
			return app.channel("orders", Order.class, 50);
		}

	}

	@org.springframework.context.annotation.Import(Beans.class)
	static class Outside {

		private final Channel<Order> orders;

		private final Queue<String> places = new ConcurrentLinkedQueue<>();

		Outside(Channel<Order> orders) {
			this.orders = orders;
		}

		@Agent(channel = "orders")
		@Sink(topic = "${output}")
		String bill(Order order, Event<Order> event) {
			this.places.add("%s%d@%d".formatted(event.topic(), event.partition(), event.offset()));
			if (order.customer().equals("bad")) {
				throw new IllegalArgumentException("no such customer");
			}
			return "%s-%d".formatted(order.customer(), order.cents());
		}

	}

}
