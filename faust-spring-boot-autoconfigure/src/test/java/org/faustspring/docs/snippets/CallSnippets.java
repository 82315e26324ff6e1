package org.faustspring.docs.snippets;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.faustspring.agent.AgentCallException;
import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.stereotype.Component;

/**
 * Calls between agents of the documentation.
 */
class CallSnippets {

	// tag::agent[]
	@Agent(topics = "quote-requests")
	Total quote(Order order) {
		return new Total(order.customer(), order.cents() * 119 / 100);
	}
	// end::agent[]

	/**
	 * Asks from outside.
	 */
	// tag::ask[]
	@Component
	static class Desk {

		private final AgentRef<Order, Total> quote;

		Desk(AgentRef<Order, Total> quote) {
			this.quote = quote;
		}

		CompletableFuture<Total> later(Order order) {
			return this.quote.ask(order.customer(), order);
		}

		@Nullable Total now(Order order) {
			return this.quote.askAndWait(order.customer(), order, Duration.ofSeconds(5));
		}

	}
	// end::ask[]

	/**
	 * Asks for many at once.
	 */
	static class Many {

		final Queue<String> shown = new ConcurrentLinkedQueue<>();

		private final AgentRef<Order, Total> quote;

		Many(@Qualifier("quote") AgentRef<Order, Total> quote) {
			this.quote = quote;
		}

		// tag::many[]
		CompletableFuture<List<Total>> inOrder(List<Order> orders) {
			return this.quote.join(orders);
		}

		void asTheyCome(List<Order> orders) {
			try (Stream<Total> totals = this.quote.map(orders)) {
				totals.forEach((total) -> this.shown.add(total.customer()));
			}
		}
		// end::many[]

		// tag::failure[]
		String explained(Order order) {
			try {
				return String.valueOf(this.quote.askAndWait(order.customer(), order));
			}
			catch (AgentCallException ex) {
				return "%s at %s: %s".formatted(ex.type(), ex.place(), ex.remoteMessage());
			}
		}
		// end::failure[]

	}

	/**
	 * Asks in a handler.
	 */
	static class Checkout {

		private final AgentRef<Order, Total> quote;

		Checkout(@Qualifier("quote") AgentRef<Order, Total> quote) {
			this.quote = quote;
		}

		// tag::handler[]
		@Agent(topics = "checkouts")
		@Sink(agent = "receipt")
		@Nullable Total checkOut(Order order) {
			return this.quote.askAndWait(order.customer(), order);
		}

		@Agent(topics = "receipts")
		void receipt(Total total) {
			// what 'checkOut' returned
		}
		// end::handler[]

	}

	/**
	 * Asks a listener, and is asked by a template.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Others {

		// tag::listener[]
		@KafkaListener(topics = "stock-requests", groupId = "stock", properties = "auto.offset.reset=earliest")
		@SendTo
		String stock(String article) {
			return article + " is there";
		}

		@Bean
		AgentRef<String, String> stockRef(FaustApp app) {
			return app.refToTopic("stock-requests", String.class, String.class);
		}
		// end::listener[]

	}

	/**
	 * Belongs to another application.
	 */
	static class OtherApplication {

		// tag::template[]
		@Bean
		ReplyingKafkaTemplate<String, String, String> quotes(ProducerFactory<String, String> producers,
				ConcurrentMessageListenerContainer<String, String> replies) {
			ReplyingKafkaTemplate<String, String, String> template = new ReplyingKafkaTemplate<>(producers, replies);
			template.setReplyErrorChecker((reply) -> AgentCallException.of(reply.headers()));
			return template;
		}
		// end::template[]

	}

}
