package org.faustspring.docs.snippets;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Cron;
import org.faustspring.annotation.Every;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.docs.totals.Total;
import org.faustspring.table.Table;
import org.faustspring.topic.Topic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Timers of the documentation.
 */
class TimerSnippets {

	final Queue<String> seen = new ConcurrentLinkedQueue<>();

	// tag::instance[]
	@Every("${shop.refresh:10s}")
	void refreshPrices() {
		this.seen.add("prices");
	}

	@Cron(value = "0 0 6 * * MON-FRI", zone = "Europe/Berlin")
	void warmUp() {
		this.seen.add("warm");
	}
	// end::instance[]

	// tag::leader[]
	@Every(value = "1s", onLeader = true)
	void pollPartner() {
		this.seen.add("partner");
	}
	// end::leader[]

	/**
	 * A timer of tasks.
	 */
	static class Flushing {

		private final Table<String, Long> pending;

		private final Topic<String, Total> invoices;

		Flushing(Table<String, Long> pending, Topic<String, Total> invoices) {
			this.pending = pending;
			this.invoices = invoices;
		}

		// tag::task[]
		@Agent(topics = "orders", groupBy = "customer")
		void collect(Order order) {
			this.pending.update(order.customer(), (cents) -> cents + order.cents());
		}

		@Every(value = "1s", perTask = true)
		void flush() {
			this.pending.entries().forEach((entry) -> {
				this.invoices.send(entry.key(), new Total(entry.key(), entry.value()));
				this.pending.remove(entry.key());
			});
		}
		// end::task[]

	}

	@Configuration(proxyBeanMethods = false)
	static class Declarations {

		@Bean
		Table<String, Long> pending(FaustApp app) {
			return app.table("pending", String.class, Long.class).defaultValue(0L).build();
		}

	}

}
