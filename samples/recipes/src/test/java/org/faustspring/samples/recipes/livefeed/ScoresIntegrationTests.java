package org.faustspring.samples.recipes.livefeed;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.livefeed.Scores.Score;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class ScoresIntegrationTests {

	@Autowired
	Topics topics;

	@LocalServerPort
	int port;

	@Test
	void aBrowserSeesScoresAsTheyArrive() {
		List<String> lines = new CopyOnWriteArrayList<>();
		HttpClient browser = HttpClient.newHttpClient();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:%d/scores/live".formatted(this.port)))
			.header("Accept", "text/event-stream")
			.build();
		CompletableFuture<HttpResponse<Void>> feed = browser.sendAsync(request,
				HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(lines)));
		await().untilAsserted(() -> {
			// What is sent before the browser has connected is not for it
			this.topics.send("scores", "final", new Score("final", 2, 1));
			assertThat(lines).contains("data:{\"game\":\"final\",\"home\":2,\"away\":1}");
		});
		feed.cancel(true);
	}

}
