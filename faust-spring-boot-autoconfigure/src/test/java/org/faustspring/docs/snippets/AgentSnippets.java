package org.faustspring.docs.snippets;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.faustspring.agent.AgentHandle;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppState;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.stream.Event;
import org.faustspring.supervisor.Supervisor;
import org.faustspring.supervisor.SupervisorDecision;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AliasFor;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.handler.annotation.Header;

/**
 * Agents of the documentation.
 */
class AgentSnippets {

	final Queue<Object> seen = new ConcurrentLinkedQueue<>();

	private void bill(Object order) {
		this.seen.add(order);
	}

	// tag::per-event[]
	@Agent(topics = "orders")
	void bill(Order order) {
		// one order at a time, in the order of its partition
	}
	// end::per-event[]

	// tag::parameters[]
	@Agent(topics = "orders")
	void audit(Order order, String key, Event<Order> event, @Header(name = "source", required = false) String source) {
		bill("%s@%d %s %s".formatted(event.topic(), event.timestamp(), key, source));
	}
	// end::parameters[]

	// tag::tombstone[]
	@Agent(topics = "customers")
	void onCustomer(@Nullable String name, String id) {
		if (name == null) {
			bill("customer %s is deleted".formatted(id));
		}
	}
	// end::tombstone[]

	// tag::batch[]
	@Agent(topics = "orders", batch = 100, within = "2s")
	void archive(List<Order> orders) {
		bill(orders.size());
	}
	// end::batch[]

	// tag::results[]
	@Agent(topics = "orders")
	@Sink(topic = "order-lines")
	List<String> lines(Order order) {
		return List.of("customer " + order.customer(), "cents " + order.cents());
	}
	// end::results[]

	// tag::later[]
	@Agent(topics = "orders", concurrency = 16)
	@Sink(topic = "ratings")
	CompletionStage<String> rate(Order order) {
		return CompletableFuture.supplyAsync(() -> order.customer() + " is good");
	}
	// end::later[]

	// tag::lanes[]
	@Agent(topics = "orders", groupBy = "customer", concurrency = 8)
	void charge(Order order) throws InterruptedException {
		// 8 orders of a partition at a time; those of one customer one after the other
	}
	// end::lanes[]

	// tag::group-by[]
	@Agent(topics = "orders", groupBy = "#{customer.toLowerCase()}")
	void byCustomer(Order order, String customer) {
		bill(customer);
	}
	// end::group-by[]

	// tag::errors[]
	@Agent(topics = "payments", attempts = "5", onError = "escalate", supervisor = "patient",
			onDeserializationError = "stop")
	void pay(Order order) {
		bill(order);
	}
	// end::errors[]

	// tag::topics[]
	@Agent(topics = "${shop.order-topics:orders-eu,orders-us}")
	void regional(Order order, @Header(KafkaHeaders.RECEIVED_TOPIC) String topic) {
		bill(topic);
	}

	@Agent(topicPattern = "returns-.*")
	void onReturn(Order order) {
		bill(order);
	}
	// end::topics[]

	// tag::meta-use[]
	@OrderAgent(name = "fraud-check")
	void check(Order order) {
		bill(order);
	}
	// end::meta-use[]

	// tag::meta[]
	@Agent(onError = "escalate", topics = "orders")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface OrderAgent {

		@AliasFor(annotation = Agent.class)
		String name();

	}
	// end::meta[]

	/**
	 * A supervisor.
	 */
	static class Supervisors {

		// tag::supervisor[]
		@Bean
		Supervisor patient() {
			return (failure) -> (failure.restarts() < 100) ? new SupervisorDecision.Restart(Duration.ofSeconds(5))
					: new SupervisorDecision.StopApp();
		}
		// end::supervisor[]

	}

	/**
	 * Starts and stops agents.
	 */
	static class Operator {

		private final FaustApp app;

		Operator(FaustApp app) {
			this.app = app;
		}

		// tag::control[]
		void pauseBilling() {
			AgentHandle agent = this.app.agent("bill");
			if (agent != null) {
				agent.pause();
			}
		}
		// end::control[]

		// tag::states[]
		@EventListener
		void onState(AppStateChanged change) {
			if (change.current() == AppState.FAILED) {
				System.err.println("The App has failed: " + change.cause());
			}
		}
		// end::states[]

	}

}
