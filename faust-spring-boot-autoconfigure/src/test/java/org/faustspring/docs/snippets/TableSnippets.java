package org.faustspring.docs.snippets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.totals.Order;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.TableEntry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;

/**
 * Tables of the documentation.
 */
class TableSnippets {

	private final Table<String, List<Order>> openOrders;

	TableSnippets(Table<String, List<Order>> openOrders) {
		this.openOrders = openOrders;
	}

	// tag::write[]
	@Agent(topics = "orders", groupBy = "customer")
	void remember(Order order) {
		this.openOrders.update(order.customer(), (orders) -> {
			List<Order> more = new ArrayList<>(orders);
			more.add(order);
			return more;
		});
	}

	@Agent(topics = "closed-accounts", tables = "open-orders")
	void forget(String reason, String customer) {
		if (this.openOrders.contains(customer)) {
			this.openOrders.remove(customer);
		}
	}
	// end::write[]

	// tag::read[]
	long ordersOf(String customer) {
		return this.openOrders.getOrDefault(customer, List.of()).size();
	}

	List<String> customersOfThisInstance(String prefix) {
		return this.openOrders.prefix(prefix).stream().map(TableEntry::key).limit(100).toList();
	}
	// end::read[]

	@Configuration(proxyBeanMethods = false)
	static class Declarations {

		// tag::declare[]
		@Bean
		Table<String, List<Order>> openOrders(FaustApp app) {
			return app.table("open-orders", new ParameterizedTypeReference<String>() {
			}, new ParameterizedTypeReference<List<Order>>() {
			})
				.defaultValue(List.of())
				.store(StoreKind.MEMORY)
				.changelogConfig(Map.of("segment.bytes", "16777216"))
				.build();
		}
		// end::declare[]

	}

}
