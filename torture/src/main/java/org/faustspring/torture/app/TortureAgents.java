package org.faustspring.torture.app;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Two co-partitioned sources, a repartition, two tables, two sinks, lanes.
 */
@Component
class TortureAgents {

	private final Table<String, Balance> balances;

	private final Table<String, Sale> sales;

	private final Acts acts = new Acts();

	TortureAgents(Table<String, Balance> balances, Table<String, Sale> sales) {
		this.balances = balances;
		this.sales = sales;
	}

	@Agent(topics = { TortureTopics.ORDERS, TortureTopics.PAYMENTS }, concurrency = 4, tables = TortureTopics.BALANCES)
	@Sink(topic = TortureTopics.BALANCE_UPDATES)
	@Nullable Result balance(Movement movement, Event<Movement> event) {
		String source = event.topic();
		Balance balance = this.balances.update(movement.account(), (old) -> old.plus(source, movement));
		return this.acts.perform("balance/" + source, movement, TortureTopics.balanceGroup(source, movement.account()),
				balance.chain(source));
	}

	@Agent(topics = TortureTopics.ORDERS, groupBy = "product", tables = TortureTopics.SALES)
	@Sink(topic = TortureTopics.SALE_UPDATES)
	@Nullable Result sell(Movement movement) {
		Sale sale = this.sales.update(movement.product(), (old) -> old.plus(movement));
		return this.acts.perform("sell", movement, TortureTopics.saleGroup(movement.product(), movement.lane()),
				sale.chain(movement.lane()));
	}

}
