package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.Order;
import org.faustspring.benchmarks.workload.Totals;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The agent of {@link org.faustspring.benchmarks.workload.Case#JSON_TOTALS}.
 */
@Configuration(proxyBeanMethods = false)
class TotalsAgent {

	@Bean
	Table<String, Totals> totals(FaustApp app) {
		return app.table("totals", String.class, Totals.class).defaultValue(Totals.NONE).build();
	}

	@Bean
	Adder adder(Table<String, Totals> totals) {
		return new Adder(totals);
	}

	record Adder(Table<String, Totals> totals) {

		@Agent(topics = "${benchmark.input}")
		@Sink(topic = "${benchmark.output}")
		Totals add(Order order, String key) {
			FirstEvent.mark();
			return this.totals.update(key, (totals) -> totals.plus(order));
		}

	}

}
