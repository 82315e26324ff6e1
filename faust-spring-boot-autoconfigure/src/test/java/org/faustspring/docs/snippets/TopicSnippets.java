package org.faustspring.docs.snippets;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;
import org.faustspring.topic.Topic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Topics of the documentation.
 */
class TopicSnippets {

	private final Topic<String, Total> invoices;

	TopicSnippets(Topic<String, Total> invoices) {
		this.invoices = invoices;
	}

	// tag::send[]
	long invoice(Total total) throws InterruptedException, ExecutionException, TimeoutException {
		return this.invoices.send(total.customer(), total).get(10, TimeUnit.SECONDS).offset();
	}
	// end::send[]

	// tag::message[]
	void invoiceOfLastYear(Total total) {
		this.invoices.message(total)
			.key(total.customer())
			.header("origin", "import")
			.timestamp(Instant.parse("2024-12-31T12:00:00Z"))
			.send();
	}
	// end::message[]

	// tag::send-soon[]
	@Agent(topics = "orders")
	void invoiceLarge(Order order) {
		if (order.cents() > 100_000) {
			this.invoices.sendSoon(order.customer(), new Total(order.customer(), order.cents()));
		}
	}
	// end::send-soon[]

	// tag::sink[]
	@Agent(topics = "orders")
	@Sink(bean = "invoices")
	Total invoiceAll(Order order) {
		return new Total(order.customer(), order.cents());
	}
	// end::sink[]

	@Configuration(proxyBeanMethods = false)
	static class Declarations {

		// tag::declare[]
		@Bean
		Topic<String, Total> invoices(FaustApp app) {
			return app.topic("invoices", String.class, Total.class)
				.partitions(8)
				.retention(Duration.ofDays(30))
				.config("max.message.bytes", "2000000")
				.build();
		}

		@Bean
		Topic<String, List<Order>> baskets(FaustApp app) {
			return app.topic("baskets", new ParameterizedTypeReference<String>() {
			}, new ParameterizedTypeReference<List<Order>>() {
			}).compacted().keySerde(Serdes.String()).build();
		}
		// end::declare[]

	}

}
