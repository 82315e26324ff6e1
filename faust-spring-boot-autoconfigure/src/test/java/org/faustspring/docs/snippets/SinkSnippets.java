package org.faustspring.docs.snippets;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.channel.Channel;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.ExecutorSubscribableChannel;

/**
 * Sinks of the documentation.
 */
class SinkSnippets {

	private final KafkaTemplate<Object, Object> kafka;

	SinkSnippets(KafkaTemplate<Object, Object> kafka) {
		this.kafka = kafka;
	}

	// tag::topic[]
	@Agent(topics = "orders")
	@Sink(topic = "large-orders", key = "#{customer}", headers = "from=#{#event.topic()}")
	Total large(Order order) {
		return new Total(order.customer(), order.cents());
	}
	// end::topic[]

	// tag::several[]
	@Agent(topics = "orders")
	@Sink(topic = "dashboard-totals")
	@Sink(channel = "dashboard")
	@Sink(channel = "audit")
	@Sink(bean = "pager")
	Total fanOut(Order order) {
		return new Total(order.customer(), order.cents());
	}
	// end::several[]

	// tag::template[]
	@Agent(topics = "orders")
	@Sink(topic = "orders-as-text", template = "kafkaTemplate")
	String asText(Order order) {
		return order.toString();
	}
	// end::template[]

	// tag::kafka-template[]
	@Agent(topics = "orders")
	void route(Order order) {
		String topic = (order.cents() > 100_000) ? "orders-by-hand" : "orders-by-machine";
		this.kafka.send(topic, order.customer(), "%d cents".formatted(order.cents()));
	}
	// end::kafka-template[]

	@Configuration(proxyBeanMethods = false)
	static class Destinations {

		final Queue<Object> seen = new ConcurrentLinkedQueue<>();

		// tag::destinations[]
		@Bean
		Channel<Total> dashboard(FaustApp app) {
			Channel<Total> channel = app.channel("dashboard", Total.class);
			channel.subscribe((total) -> this.seen.add(total));
			return channel;
		}

		@Bean
		ExecutorSubscribableChannel audit() {
			return new ExecutorSubscribableChannel();
		}

		@Bean
		org.faustspring.sink.Sink<Total> pager() {
			return (total, event) -> this.seen.add(total.customer() + " at " + event.offset());
		}
		// end::destinations[]

	}

	/**
	 * Reads dead letters.
	 */
	static class DeadLetters {

		final Queue<List<String>> seen = new ConcurrentLinkedQueue<>();

		// tag::dead-letters[]
		@KafkaListener(topics = "orders-dlt", groupId = "orders-dlt-reader", properties = "auto.offset.reset=earliest")
		void onDeadLetter(String value, @Header(KafkaHeaders.DLT_EXCEPTION_MESSAGE) String why,
				@Header(KafkaHeaders.DLT_ORIGINAL_OFFSET) long offset) {
			this.seen.add(List.of(value, why, String.valueOf(offset)));
		}
		// end::dead-letters[]

	}

}
