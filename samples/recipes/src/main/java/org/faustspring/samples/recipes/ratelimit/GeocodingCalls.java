package org.faustspring.samples.recipes.ratelimit;

import java.time.Duration;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.stream.EventStream;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

// tag::recipe[]
@Component
class GeocodingCalls {

	private final RestClient service;

	GeocodingCalls(RestClient.Builder builder, @Value("${recipes.geocoding.url}") String url) {
		this.service = builder.baseUrl(url).build();
	}

	@Agent(topics = "addresses")
	@Sink(topic = "places")
	EventStream<Place> locate(EventStream<Address> addresses) {
		return addresses.rateLimit(20, Duration.ofSeconds(1)).map(this::place);
	}

	// What it throws is tried again, then the address is dead-lettered
	private @Nullable Place place(Address address) {
		return this.service.get().uri("/places?text={text}", address.text()).retrieve().body(Place.class);
	}

	record Address(String text) {

	}

	record Place(String text, double latitude, double longitude) {

	}

}
// end::recipe[]
