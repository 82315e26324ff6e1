package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATELESS_FORWARD} as a loop. A loop
 * has no results, so it sends.
 */
class LoopForwardAgent {

	private final KafkaTemplate<Object, Object> template;

	private final String output;

	LoopForwardAgent(KafkaTemplate<Object, Object> template, @Value("${benchmark.output}") String output) {
		this.template = template;
		this.output = output;
	}

	@Agent(topics = "${benchmark.input}")
	void forward(EventStream<byte[]> events) {
		for (Event<byte[]> event : events.events()) {
			FirstEvent.mark();
			this.template.send(this.output, String.valueOf(event.key()), event.value());
		}
	}

}
