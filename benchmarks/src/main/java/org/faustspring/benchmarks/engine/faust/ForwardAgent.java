package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.benchmarks.workload.FirstEvent;

/**
 * The agent of {@link org.faustspring.benchmarks.workload.Case#STATELESS_FORWARD}.
 */
class ForwardAgent {

	@Agent(topics = "${benchmark.input}")
	@Sink(topic = "${benchmark.output}")
	byte[] forward(byte[] value) {
		FirstEvent.mark();
		return value;
	}

}
