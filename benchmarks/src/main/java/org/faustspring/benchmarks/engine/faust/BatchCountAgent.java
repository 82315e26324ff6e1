package org.faustspring.benchmarks.engine.faust;

import java.util.List;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATEFUL_COUNT} per batch. Results of a
 * batch have no keys of their own, so it sends.
 */
@Configuration(proxyBeanMethods = false)
class BatchCountAgent {

	@Bean
	Table<String, Long> counts(FaustApp app) {
		return app.table("counts", String.class, Long.class).defaultValue(0L).build();
	}

	@Bean
	Counter counter(Table<String, Long> counts, KafkaTemplate<Object, Object> template,
			@Value("${benchmark.output}") String output) {
		return new Counter(counts, template, output);
	}

	record Counter(Table<String, Long> counts, KafkaTemplate<Object, Object> template, String output) {

		@Agent(topics = "${benchmark.input}", batch = 500, within = "20ms")
		void count(List<Event<byte[]>> events) {
			FirstEvent.mark();
			for (Event<byte[]> event : events) {
				String key = String.valueOf(event.key());
				this.template.send(this.output, key, this.counts.update(key, (count) -> count + 1));
			}
		}

	}

}
