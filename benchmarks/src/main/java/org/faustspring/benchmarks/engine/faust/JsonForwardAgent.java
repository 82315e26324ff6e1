package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.Order;
import org.faustspring.benchmarks.workload.Priced;

/**
 * The agent of {@link org.faustspring.benchmarks.workload.Case#JSON_FORWARD}.
 */
class JsonForwardAgent {

	@Agent(topics = "${benchmark.input}")
	@Sink(topic = "${benchmark.output}")
	Priced price(Order order) {
		FirstEvent.mark();
		return Priced.of(order);
	}

}
