package org.faustspring.samples.recipes.leadertimer;

import org.faustspring.annotation.Every;
import org.faustspring.app.FaustApp;
import org.faustspring.topic.Topic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class NightlyReport {

	@Bean
	Topic<String, Report> reports(FaustApp app) {
		return app.topic("reports", String.class, Report.class).partitions(1).build();
	}

	@Component
	static class Reporter {

		private final Topic<String, Report> reports;

		private final FaustApp app;

		Reporter(Topic<String, Report> reports, FaustApp app) {
			this.reports = reports;
			this.app = app;
		}

		// One instance of the group runs it; when that one is gone, another takes over
		@Every(value = "${recipes.report.every:1h}", onLeader = true)
		void report() {
			this.reports.send("tasks", new Report(this.app.instanceId(), this.app.taskOwners().size()));
		}

	}

	record Report(String instance, int instances) {

	}

}
// end::recipe[]
