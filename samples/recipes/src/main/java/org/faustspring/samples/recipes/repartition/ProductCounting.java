package org.faustspring.samples.recipes.repartition;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class ProductCounting {

	@Bean
	Table<String, Long> productTotals(FaustApp app) {
		return app.table("product-totals", String.class, Long.class).defaultValue(0L).build();
	}

	@Component
	static class Totals {

		private final Table<String, Long> totals;

		Totals(Table<String, Long> productTotals) {
			this.totals = productTotals;
		}

		// Orders are keyed by customer: those of one product are in all partitions
		@Agent(topics = "orders-by-customer", groupBy = "product")
		@Sink(topic = "product-totals")
		ProductTotal add(CustomerOrder order) {
			return new ProductTotal(order.product(),
					this.totals.update(order.product(), (before) -> before + order.pieces()));
		}

	}

	record CustomerOrder(String customer, String product, long pieces) {

	}

	record ProductTotal(String product, long pieces) {

	}

}
// end::recipe[]
