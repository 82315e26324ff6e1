package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.stream.EventStream;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATELESS_FORWARD} as a pipeline.
 */
class PipelineForwardAgent {

	@Agent(topics = "${benchmark.input}")
	@Sink(topic = "${benchmark.output}")
	EventStream<byte[]> forward(EventStream<byte[]> events) {
		return events.peek((value) -> FirstEvent.mark());
	}

}
