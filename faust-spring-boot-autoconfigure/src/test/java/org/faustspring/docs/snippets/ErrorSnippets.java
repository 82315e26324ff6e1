package org.faustspring.docs.snippets;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.faustspring.agent.AgentErrorHandler;
import org.faustspring.agent.AgentForfeited;
import org.faustspring.agent.AgentPaused;
import org.faustspring.agent.AgentStopped;
import org.faustspring.agent.ErrorDecision;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.OnError;
import org.faustspring.deadletter.DeadLetterFilter;
import org.faustspring.deadletter.DeadLetterReplay;
import org.faustspring.docs.totals.Order;
import org.faustspring.stream.Event;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * What the page on errors shows.
 */
class ErrorSnippets {

	final Queue<Object> seen = new ConcurrentLinkedQueue<>();

	private void ship(Order order) {
		if (order.cents() < 0) {
			throw new IllegalArgumentException("A negative amount");
		}
		this.seen.add(order);
	}

	// tag::policy[]
	@Agent(topics = "shipments", attempts = "5", onError = "skip")
	void ship(Order order, Event<Order> event) {
		ship(order);
	}
	// end::policy[]

	// tag::retry-topics[]
	@Agent(topics = "refunds", retryDelays = { "10s", "1m", "1h" })
	void refund(Order order) {
		ship(order);
	}
	// end::retry-topics[]

	// tag::on-error[]
	@OnError(agents = "refund")
	ErrorDecision invalid(IllegalArgumentException ex) {
		return ErrorDecision.deadLetter();
	}

	@OnError(agents = "refund")
	ErrorDecision unreachable(ConnectException ex, Event<?> event, int attempt) {
		return (attempt < 3) ? ErrorDecision.retry(Duration.ofSeconds(1)) : ErrorDecision.retryTopic();
	}
	// end::on-error[]

	/**
	 * Decides for several agents.
	 */
	static class Handlers {

		// tag::handler[]
		@Bean
		AgentErrorHandler careful() {
			return (failure) -> (failure.cause() instanceof IllegalArgumentException) ? ErrorDecision.deadLetter()
					: ErrorDecision.byPolicy();
		}
		// end::handler[]

		// tag::handler-use[]
		@Agent(topics = "exchanges", onError = "careful")
		void exchange(Order order) {
			System.out.println(order);
		}
		// end::handler-use[]

	}

	/**
	 * Hears of agents and sends back.
	 */
	static class Operator {

		private final DeadLetterReplay deadLetters;

		Operator(DeadLetterReplay deadLetters) {
			this.deadLetters = deadLetters;
		}

		// tag::replay[]
		long sendBack() {
			DeadLetterFilter refunds = new DeadLetterFilter("refund", null, "IllegalArgumentException", null, null,
					null, null);
			return this.deadLetters.replay("refunds-dlt", refunds).replayed();
		}
		// end::replay[]

		// tag::events[]
		@EventListener
		void onStopped(AgentStopped event) {
			page("%s has stopped: %s".formatted(event.agent().name(), event.cause()));
		}

		@EventListener
		void onForfeited(AgentForfeited event) {
			page("%s has given up task %s at %s".formatted(event.agent().name(), event.task(), event.event()));
		}

		@EventListener
		void onPaused(AgentPaused event) {
			page("%s pauses: %s".formatted(event.agent().name(), event.cause()));
		}
		// end::events[]

		private static void page(String text) {
			System.err.println(text);
		}

	}

}
