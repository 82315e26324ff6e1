package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.table.Table;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATEFUL_COUNT} as a loop. A loop has
 * no results, so it sends.
 */
@Configuration(proxyBeanMethods = false)
class LoopCountAgent {

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

		@Agent(topics = "${benchmark.input}")
		void count(EventStream<byte[]> events) {
			for (Event<byte[]> event : events.events()) {
				FirstEvent.mark();
				String key = String.valueOf(event.key());
				this.template.send(this.output, key, this.counts.update(key, (count) -> count + 1));
			}
		}

	}

}
