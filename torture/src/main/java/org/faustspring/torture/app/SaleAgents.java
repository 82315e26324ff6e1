package org.faustspring.torture.app;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * A repartition, and one event after the other on the worker's thread.
 */
@Component
class SaleAgents {

	private final Table<String, Sale> sales;

	private final Acts acts = new Acts();

	SaleAgents(Table<String, Sale> sales) {
		this.sales = sales;
	}

	@Agent(topics = TortureTopics.ORDERS, groupBy = "product", tables = TortureTopics.SALES)
	@Sink(topic = TortureTopics.SALE_UPDATES)
	@Nullable Result sell(Movement movement) {
		Sale sale = this.sales.update(movement.product(), (old) -> old.plus(movement));
		return this.acts.perform("sell", movement, TortureTopics.saleGroup(movement.product(), movement.lane()),
				sale.chain(movement.lane()));
	}

}
