package org.faustspring.docs.snippets;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.channel.Channel;
import org.faustspring.channel.ChannelStream;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * Channels of the documentation.
 */
class ChannelSnippets {

	final Queue<Object> seen = new ConcurrentLinkedQueue<>();

	private final Channel<Order> largeOrders;

	ChannelSnippets(Channel<Order> largeOrders) {
		this.largeOrders = largeOrders;
	}

	// tag::agents[]
	@Agent(topics = "orders")
	@Sink(channel = "largeOrders")
	@Nullable Order onlyLarge(Order order) {
		return (order.cents() > 100_000) ? order : null;
	}

	@Agent(channel = "largeOrders")
	@Sink(topic = "approvals")
	Total approve(Order order) {
		return new Total(order.customer(), order.cents());
	}
	// end::agents[]

	// tag::send[]
	boolean submit(Order order) throws InterruptedException {
		return this.largeOrders.trySend(order, Duration.ofSeconds(1));
	}
	// end::send[]

	// tag::stream[]
	void watch() {
		try (ChannelStream<Order> orders = this.largeOrders.stream()) {
			for (Order order : orders) {
				this.seen.add(order);
				if (order.cents() == 0) {
					return;
				}
			}
		}
	}
	// end::stream[]

	// tag::flux[]
	Flux<Order> live() {
		return JdkFlowAdapter.flowPublisherToFlux(this.largeOrders.publisher());
	}

	Channel.Subscription feed(Flux<Order> orders) {
		return this.largeOrders.subscribeTo(JdkFlowAdapter.publisherToFlowPublisher(orders));
	}
	// end::flux[]

	// tag::bridges[]
	void bridge(SubscribableChannel incoming, MessageChannel outgoing) {
		this.largeOrders.bridgeFrom(incoming);
		this.largeOrders.bridgeTo(outgoing);
	}
	// end::bridges[]

	@Configuration(proxyBeanMethods = false)
	static class Channels {

		// tag::declare[]
		@Bean
		Channel<Order> largeOrders(FaustApp app) {
			return app.channel("large-orders", Order.class, 100);
		}
		// end::declare[]

	}

}
