package org.faustspring.samples.recipes.fanout;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.stream.EventStream;
import org.faustspring.topic.Topic;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class OrderRouting {

	@Bean
	Topic<String, Purchase> purchasesToReview(FaustApp app) {
		return app.topic("purchases-to-review", String.class, Purchase.class).build();
	}

	@Component
	static class Router {

		private final Topic<String, Purchase> review;

		Router(Topic<String, Purchase> purchasesToReview) {
			this.review = purchasesToReview;
		}

		@Agent(topics = "purchases")
		@Sink(topic = "purchases-accepted")
		EventStream<Purchase> route(EventStream<Purchase> purchases) {
			return purchases.branch((purchase) -> purchase.cents() > 100_000, (large) -> large.sink(this.review));
		}

	}

	record Purchase(String id, long cents) {

	}

}
// end::recipe[]
