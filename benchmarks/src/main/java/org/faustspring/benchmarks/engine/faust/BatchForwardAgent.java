package org.faustspring.benchmarks.engine.faust;

import java.util.List;

import org.faustspring.annotation.Agent;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.stream.Event;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATELESS_FORWARD} per batch. Results
 * of a batch have no keys of their own, so it sends.
 */
class BatchForwardAgent {

	private final KafkaTemplate<Object, Object> template;

	private final String output;

	BatchForwardAgent(KafkaTemplate<Object, Object> template, @Value("${benchmark.output}") String output) {
		this.template = template;
		this.output = output;
	}

	@Agent(topics = "${benchmark.input}", batch = 500, within = "20ms")
	void forward(List<Event<byte[]>> events) {
		FirstEvent.mark();
		for (Event<byte[]> event : events) {
			this.template.send(this.output, String.valueOf(event.key()), event.value());
		}
	}

}
