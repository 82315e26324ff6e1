package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.SlowCall;

/**
 * The agent of {@link org.faustspring.benchmarks.workload.Case#SLOW_HANDLER}.
 */
class SlowAgent {

	@Agent(topics = "${benchmark.input}", concurrency = SlowCall.LANES)
	@Sink(topic = "${benchmark.output}")
	byte[] forward(byte[] value) {
		FirstEvent.mark();
		SlowCall.await();
		return value;
	}

}
