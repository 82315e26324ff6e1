package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATEFUL_COUNT} in lanes.
 */
@Configuration(proxyBeanMethods = false)
class LanesCountAgent {

	@Bean
	Table<String, Long> counts(FaustApp app) {
		return app.table("counts", String.class, Long.class).defaultValue(0L).build();
	}

	@Bean
	Counter counter(Table<String, Long> counts) {
		return new Counter(counts);
	}

	record Counter(Table<String, Long> counts) {

		@Agent(topics = "${benchmark.input}", concurrencyString = "${benchmark.lanes}")
		@Sink(topic = "${benchmark.output}")
		Long count(byte[] value, String key) {
			FirstEvent.mark();
			return this.counts.update(key, (count) -> count + 1);
		}

	}

}
