package org.faustspring.docs.totals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.docs.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the first application, and asks it what the pages say it answers.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.application.name=totals", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always", "management.endpoint.health.probes.enabled=true",
				"management.endpoint.fausttables.show-values=always" })
@DirtiesContext
class TotalsIntegrationTests {

	@TempDir
	static Path state;

	@LocalServerPort
	int port;

	@Autowired
	FaustApp app;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("faust.state-directory", () -> state.toString());
	}

	@Test
	void ordersAreTotalledAndServed() throws Exception {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.app.state() == AppState.RUNNING);
		assertThat(post("/orders", "{\"customer\":\"ann\",\"cents\":250}").statusCode()).isEqualTo(200);
		assertThat(post("/orders", "{\"customer\":\"ann\",\"cents\":100}").statusCode()).isEqualTo(200);
		assertThat(post("/orders", "no order").statusCode()).isEqualTo(200);

		await().atMost(Duration.ofSeconds(30)).until(() -> get("/totals/ann").body().equals("350"));
		await().atMost(Duration.ofSeconds(30))
			.until(() -> get("/actuator/faustagents/onOrder").body().contains("\"deadLettered\":1"));

		assertThat(get("/totals/bob").body()).isEqualTo("0");
		assertThat(get("/actuator/faust").body()).contains("\"id\":\"totals\"", "\"state\":\"RUNNING\"");
		assertThat(get("/actuator/fausttables").body()).contains("totals-totals-changelog");
		assertThat(get("/actuator/fausttables/totals/ann").body()).contains("{\"key\":\"ann\",\"value\":350}");
		assertThat(get("/actuator/fausttables/totals/bob").statusCode()).isEqualTo(404);
		assertThat(get("/actuator/health/readiness").body()).contains("\"status\":\"UP\"");
		assertThat(get("/actuator/health").body()).contains("\"onOrder\":\"RUNNING\"");
		assertThat(get("/actuator/metrics/faust.agent.events").body()).contains("\"value\":2.0");
		for (String path : List.of("/actuator/faust", "/actuator/faustagents/onOrder", "/actuator/fausttables",
				"/actuator/fausttables/totals/ann", "/actuator/health/faust")) {
			assertThat(Answers.fieldsShown(path)).as(path).isEqualTo(Answers.fields(get(path).body()));
		}
	}

	@Test
	void agentIsPausedAndResumedByItsEndpoint() throws Exception {
		await().atMost(Duration.ofSeconds(60)).until(() -> this.app.state() == AppState.RUNNING);

		assertThat(act("pause").body()).contains("\"state\":\"PAUSED\"");
		assertThat(act("resume").body()).contains("\"state\":\"RUNNING\"");
		assertThat(act("rest").statusCode()).isEqualTo(400);
	}

	private HttpResponse<String> act(String action) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri("/actuator/faustagents/onOrder"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"%s\"}".formatted(action))));
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri(path)));
	}

	private URI uri(String path) {
		return URI.create("http://localhost:%d%s".formatted(this.port, path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}
