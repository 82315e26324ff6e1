package org.faustspring.samples.recipes.pageviews;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.pageviews.PageViewCounting.PageView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class PageViewCountingIntegrationTests {

	@Autowired
	Topics topics;

	@LocalServerPort
	int port;

	@Test
	void viewsOfAPageAreCountedWhoeverViewedIt() {
		for (int i = 0; i < 30; i++) {
			this.topics.send("page-views-by-user", "user-" + i,
					new PageView("user-" + i, (i % 3 == 0) ? "/" : "/news"));
		}
		await().untilAsserted(() -> assertThat(views("/")).isEqualTo("10"));
		await().untilAsserted(() -> assertThat(views("/news")).isEqualTo("20"));
	}

	private @Nullable String views(String url) {
		return RestClient.create("http://localhost:" + this.port)
			.get()
			.uri("/page-views?url={url}", url)
			.retrieve()
			.body(String.class);
	}

}
