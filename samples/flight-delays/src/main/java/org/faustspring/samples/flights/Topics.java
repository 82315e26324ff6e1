package org.faustspring.samples.flights;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;

/**
 * Declares the topics that the application shares with others. The App creates the rest:
 * changelog, repartition topic and {@code flights-dlt}.
 */
@Configuration(proxyBeanMethods = false)
class Topics {

	static final String FLIGHTS = "flights";

	static final String UPDATES = "airport-delay-updates";

	@Bean
	NewTopic flights() {
		return eternal(FLIGHTS);
	}

	@Bean
	NewTopic airportDelayUpdates() {
		return eternal(UPDATES);
	}

	/*
	 * The records carry the time of their flight, which is in 2001: by the broker's
	 * default retention of a week it would delete them minutes after they arrive.
	 */
	private static NewTopic eternal(String name) {
		return TopicBuilder.name(name).partitions(4).config(TopicConfig.RETENTION_MS_CONFIG, "-1").build();
	}

}
