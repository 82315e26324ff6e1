package org.faustspring.samples.recipes.ratelimit;

import java.time.Duration;
import java.util.List;

import org.faustspring.samples.recipes.GeocodingService;
import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.ratelimit.GeocodingCalls.Address;
import org.faustspring.samples.recipes.ratelimit.GeocodingCalls.Place;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class GeocodingCallsIntegrationTests {

	private static final int ADDRESSES = 60;

	@Autowired
	Topics topics;

	@Autowired
	GeocodingService service;

	@Test
	void theServiceIsCalledNoFasterThanItAllows() {
		for (int i = 0; i < ADDRESSES; i++) {
			// One key: the rate is that of each task
			this.topics.send("addresses", "phoenix", new Address("street " + i));
		}
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.topics.values("places", Place.class)).hasSize(ADDRESSES));
		List<Long> calls = this.service.calls();
		Duration taken = Duration.ofNanos(calls.get(ADDRESSES - 1) - calls.get(0));
		// 20 at once, then 20 a second
		assertThat(taken).isGreaterThan(Duration.ofMillis(1900));
	}

}
