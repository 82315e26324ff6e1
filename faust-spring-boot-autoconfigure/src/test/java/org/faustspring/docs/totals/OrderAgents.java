package org.faustspring.docs.totals;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.table.Table;

import org.springframework.stereotype.Component;

// tag::agent[]
@Component
class OrderAgents {

	private final Table<String, Long> totals;

	OrderAgents(Table<String, Long> totals) {
		this.totals = totals;
	}

	@Agent(topics = "orders", groupBy = "customer")
	@Sink(topic = "customer-totals")
	Total onOrder(Order order) {
		long cents = this.totals.update(order.customer(), (sum) -> sum + order.cents());
		return new Total(order.customer(), cents);
	}

}
// end::agent[]
