package org.faustspring.docs.snippets;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.topic.Topic;

import org.springframework.context.annotation.Bean;

/**
 * Streams of the documentation.
 */
class StreamSnippets {

	final List<Object> seen = new CopyOnWriteArrayList<>();

	private final Topic<String, Order> refunds;

	private final Topic<String, Total> largeTotals;

	StreamSnippets(Topic<String, Order> refunds, Topic<String, Total> largeTotals) {
		this.refunds = refunds;
		this.largeTotals = largeTotals;
	}

	private void print(List<Order> orders) {
		this.seen.add(orders);
	}

	private void print(Order order) {
		this.seen.add(order);
	}

	// tag::loop[]
	@Agent(topics = "orders")
	void print(EventStream<Order> orders) {
		for (List<Order> page : orders.filter((order) -> order.cents() > 0).take(100, Duration.ofSeconds(2))) {
			print(page);
		}
	}
	// end::loop[]

	// tag::pipeline[]
	@Agent(topics = "orders")
	@Sink(topic = "order-totals")
	EventStream<Total> totals(EventStream<Order> orders) {
		return orders.filter((order) -> order.cents() > 0).map((order) -> new Total(order.customer(), order.cents()));
	}
	// end::pipeline[]

	// tag::group-by[]
	@Agent(topics = "orders")
	@Sink(topic = "customer-orders")
	EventStream<Order> perCustomer(EventStream<Order> orders) {
		return orders.groupBy(Order::customer, "customer").distinct(Order::customer, Duration.ofDays(1));
	}
	// end::group-by[]

	// tag::no-ack[]
	@Agent(topics = "orders")
	void printLater(EventStream<Order> orders) {
		List<Event<Order>> waiting = new ArrayList<>();
		for (Event<Order> event : orders.noAck().events()) {
			waiting.add(event);
			if (waiting.size() == 2) {
				waiting.forEach(Event::ack);
				waiting.clear();
			}
		}
	}
	// end::no-ack[]

	// tag::merge[]
	@Agent(topics = "orders")
	@SuppressWarnings("unchecked")
	void printAll(EventStream<Order> orders) {
		for (Order order : orders.mergeByTime(Duration.ofSeconds(1), this.refunds.stream())) {
			print(order);
		}
	}
	// end::merge[]

	// tag::branch[]
	@Agent(topics = "orders")
	@Sink(topic = "small-orders")
	EventStream<Order> small(EventStream<Order> orders) {
		return orders.branch((order) -> order.cents() > 100_000,
				(large) -> large.map((order) -> new Total(order.customer(), order.cents())).sink(this.largeTotals));
	}
	// end::branch[]

	/**
	 * Topics that streams use.
	 */
	static class Declarations {

		@Bean
		Topic<String, Order> refunds(FaustApp app) {
			return app.topic("refunds", String.class, Order.class).build();
		}

		@Bean
		Topic<String, Total> largeTotals(FaustApp app) {
			return app.topic("large-totals", String.class, Total.class).build();
		}

	}

}
