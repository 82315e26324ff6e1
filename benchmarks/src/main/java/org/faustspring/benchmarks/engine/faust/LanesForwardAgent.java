package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.benchmarks.workload.FirstEvent;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATELESS_FORWARD} in lanes.
 */
class LanesForwardAgent {

	@Agent(topics = "${benchmark.input}", concurrencyString = "${benchmark.lanes}")
	@Sink(topic = "${benchmark.output}")
	byte[] forward(byte[] value) {
		FirstEvent.mark();
		return value;
	}

}
