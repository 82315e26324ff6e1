package org.faustspring.benchmarks.engine.faust;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.Restored;
import org.faustspring.table.Table;

import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The agent of {@link org.faustspring.benchmarks.workload.Case#RESTORE}.
 */
@Configuration(proxyBeanMethods = false)
class RestoredCountAgent {

	@Bean
	Table<String, byte[]> counts(FaustApp app) {
		return app.table("counts", String.class, byte[].class).defaultValue(new byte[0]).build();
	}

	@Bean
	Counter counter(Table<String, byte[]> counts) {
		return new Counter(counts);
	}

	/** Restoring is all from the assignment of tasks until they run. */
	@Bean
	ApplicationListener<AppStateChanged> clock() {
		return (change) -> {
			switch (change.current()) {
				case RESTORING -> Restored.begin();
				case RUNNING -> Restored.end();
				default -> {
					// Neither begins nor ends it.
				}
			}
		};
	}

	record Counter(Table<String, byte[]> counts) {

		@Agent(topics = "${benchmark.input}")
		@Sink(topic = "${benchmark.output}")
		Long count(byte[] value, String key) {
			FirstEvent.mark();
			return Restored.count(this.counts.update(key, Restored::next));
		}

	}

}
