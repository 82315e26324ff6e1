package org.faustspring.boot.actuate.endpoint;

import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.faustspring.agent.AgentState;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.app.FaustApp;
import org.faustspring.app.TaskInfo;
import org.faustspring.boot.AppFixture;
import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.TableInspection;
import org.faustspring.table.TableNotReadyException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.convert.support.ConfigurableConversionService;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

/**
 * Tests for the endpoints over HTTP.
 */
class FaustEndpointsWebTests {

	private static final String MASKED = "******";

	private static final AppFixture shared = new AppFixture();

	private static @Nullable ConfigurableApplicationContext context;

	private final AppFixture fixture = shared;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment()
			.setConversionService((ConfigurableConversionService) ApplicationConversionService.getSharedInstance()))
		.withBean(FaustApp.class, () -> this.fixture.app)
		.withUserConfiguration(Application.class)
		.withPropertyValues("faust.id=flights", "spring.kafka.bootstrap-servers=localhost:1",
				"management.endpoints.web.exposure.include=*");

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class)
			.initializers(
					(context) -> ((GenericApplicationContext) context).registerBean(FaustApp.class, () -> shared.app))
			.run("--spring.main.banner-mode=off", "--server.port=0", "--faust.id=flights",
					"--spring.kafka.bootstrap-servers=localhost:1", "--management.endpoints.web.exposure.include=*");
	}

	@AfterAll
	static void stop() {
		if (context != null) {
			context.close();
		}
	}

	@BeforeEach
	void reset() {
		this.fixture.reset();
	}

	@Test
	void appIsShown() {
		get("/actuator/faust", """
				{
				  "id": "flights", "instanceId": "a1", "state": "RUNNING", "guarantee": "AT_LEAST_ONCE", "lag": 17,
				  "tasks": [{"task": "0-0", "state": "RUNNING", "worker": 0, "topicPartitions": ["flights-0"],
				    "lag": {"flights-0": 17}, "restoring": []}],
				  "standbys": [{"task": "0-1", "lag": 14, "moving": false}],
				  "owners": {"http://a:8080": ["0-0"], "b2": ["0-1"]},
				  "figures": {"commits": 10, "failedCommits": 2, "overlayBytes": 5}
				}""");
	}

	@Test
	void appLeavesItsGroupForGood() {
		run((mvc) -> assertThat(postToApp(mvc, "leave")).hasStatusOk());

		verify(this.fixture.app, timeout(5000)).leave();
	}

	@Test
	void appCannotDoAnythingElse() {
		run((mvc) -> assertThat(postToApp(mvc, "dance")).hasStatus(400));

		then(this.fixture.app).should(never()).leave();
	}

	private static MockMvcTester.MockMvcRequestBuilder postToApp(MockMvcTester mvc, String action) {
		return mvc.post()
			.uri("/actuator/faust")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"action\":\"%s\"}".formatted(action));
	}

	@Test
	void appIsShownBeforeItsFirstStart() {
		given(this.fixture.app.instanceId()).willThrow(new IllegalStateException());
		this.fixture.tasksAre();

		get("/actuator/faust", """
				{"id": "flights", "lag": 0, "tasks": []}""");
	}

	@Test
	void reasonOfAFailureIsShown() {
		given(this.fixture.app.failure()).willReturn(new IllegalStateException("disk full"));

		get("/actuator/faust", """
				{"failure": "java.lang.IllegalStateException: disk full"}""");
	}

	@Test
	void agentsAreListed() {
		given(this.fixture.agent.inProgress()).willReturn(List
			.of(new HandlerInProgress("delays", "flights-0-3", Duration.ofSeconds(90), List.of("A.b(A.java:1)"))));

		get("/actuator/faustagents", """
				{"agents": [{"name": "delays", "state": "RUNNING", "topics": ["flights"], "concurrency": 1,
				  "handler": "FlightAgents.onFlight", "figures": [{"topic": "flights", "events": 100, "errors": 5}],
				  "inProgress": [{"agent": "delays", "event": "flights-0-3", "running": "PT1M30S",
				    "stack": ["A.b(A.java:1)"]}]}]}""");
	}

	@Test
	void oneAgentIsShown() {
		this.fixture.agentIs(AgentState.FAILED);
		given(this.fixture.agent.failure()).willReturn(new IllegalStateException("boom"));

		get("/actuator/faustagents/delays", """
				{"name": "delays", "state": "FAILED", "failure": "java.lang.IllegalStateException: boom"}""");
	}

	@Test
	void unknownAgentIsNotFound() {
		run((mvc) -> assertThat(mvc.get().uri("/actuator/faustagents/nobody")).hasStatus(404));
	}

	@Test
	void actionsReachTheAgent() {
		run((mvc) -> {
			for (String action : List.of("pause", "resume", "restart", "start", "stop")) {
				assertThat(post(mvc, "delays", action)).hasStatusOk()
					.bodyJson()
					.extractingPath("name")
					.isEqualTo("delays");
			}
		});

		then(this.fixture.agent).should().pause();
		then(this.fixture.agent).should().resume();
		then(this.fixture.agent).should().restart();
		then(this.fixture.agent).should().start();
		then(this.fixture.agent).should().stop();
	}

	@Test
	void actionOnAnUnknownAgentIsNotFound() {
		run((mvc) -> assertThat(post(mvc, "nobody", "pause")).hasStatus(404));
	}

	@Test
	void unknownActionIsABadRequest() {
		run((mvc) -> assertThat(post(mvc, "delays", "explode")).hasStatus(400)
			.satisfies((result) -> assertThat(result.getMvcResult().getResolvedException())
				.hasMessageContaining("pause, resume, restart, start, stop")));

		then(this.fixture.agent).should(never()).restart();
	}

	@Test
	void missingActionIsABadRequest() {
		run((mvc) -> assertThat(
				mvc.post().uri("/actuator/faustagents/delays").contentType(MediaType.APPLICATION_JSON).content("{}"))
			.hasStatus(400));
	}

	@Test
	void readOnlyAccessRefusesActions() {
		this.contextRunner.withPropertyValues("management.endpoint.faustagents.access=read-only").run((context) -> {
			MockMvcTester mvc = MockMvcTester.from(context);
			assertThat(mvc.get().uri("/actuator/faustagents/delays")).hasStatusOk();
			assertThat(post(mvc, "delays", "pause")).hasStatus(405);
		});
	}

	@Test
	void tablesAreListed() {
		get("/actuator/fausttables", """
				{"tables": [{"name": "counts", "keyType": "java.lang.String", "valueType": "java.lang.Long",
				  "store": "ROCKSDB", "changelog": "flights-counts-changelog", "partitions": [0], "approximateSize": 42,
				  "restoring": []}]}""");
	}

	@Test
	void oneTableIsShownWithoutEntries() {
		run((mvc) -> assertThat(mvc.get().uri("/actuator/fausttables/counts")).hasStatusOk()
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"table": {"name": "counts", "keyType": "java.lang.String", "valueType": "java.lang.Long",
							  "store": "ROCKSDB", "changelog": "flights-counts-changelog", "partitions": [0], "approximateSize": 42,
							  "restoring": []}}"""));

		then(this.fixture.inspection()).should(never()).inspect(any(), anyInt());
	}

	@Test
	void unknownTableIsNotFound() {
		run((mvc) -> {
			assertThat(mvc.get().uri("/actuator/fausttables/nothing")).hasStatus(404);
			assertThat(mvc.get().uri("/actuator/fausttables/nothing/a")).hasStatus(404);
		});
	}

	@Test
	void entriesArePagedWithKeysVisibleAndValuesMasked() {
		given(this.fixture.inspection().inspect("B", 2)).willReturn(new TableInspection.Page(
				List.of(new TableInspection.Entry("BOS", 3), new TableInspection.Entry("BUR", Map.of("a", 1))), "CLE"));

		get("/actuator/fausttables/counts?entries=true&from=B&limit=2", """
				{"page": {"entries": [{"key": "BOS", "value": "%s"}, {"key": "BUR", "value": "%s"}], "next": "CLE"}}"""
			.formatted(MASKED, MASKED));
	}

	@Test
	void pageHasFiftyEntriesUnlessAskedFor() {
		given(this.fixture.inspection().inspect(null, 50)).willReturn(new TableInspection.Page(List.of(), null));

		get("/actuator/fausttables/counts?entries=true", """
				{"page": {"entries": []}}""");
	}

	@Test
	void pageIsBounded() {
		run((mvc) -> {
			assertThat(mvc.get().uri("/actuator/fausttables/counts?limit=1001")).hasStatus(400);
			assertThat(mvc.get().uri("/actuator/fausttables/counts?limit=0")).hasStatus(400);
		});
	}

	@Test
	void valueIsMaskedUnlessConfigured() {
		given(this.fixture.inspection().inspect("ORD")).willReturn(new TableInspection.Entry("ORD", 5));

		get("/actuator/fausttables/counts/ORD", """
				{"key": "ORD", "value": "%s"}""".formatted(MASKED));
	}

	@Test
	void valueIsShownAsJsonWhenConfigured() {
		given(this.fixture.inspection().inspect("ORD"))
			.willReturn(new TableInspection.Entry("ORD", Map.of("flights", 2, "delays", List.of(1.5, -3))));

		this.contextRunner.withPropertyValues("management.endpoint.fausttables.show-values=always")
			.run((context) -> assertThat(MockMvcTester.from(context).get().uri("/actuator/fausttables/counts/ORD"))
				.hasStatusOk()
				.bodyJson()
				.isStrictlyEqualTo("""
						{"key": "ORD", "value": {"flights": 2, "delays": [1.5, -3]}}"""));
	}

	@Test
	void valueIsShownToAuthorizedRolesOnly() {
		given(this.fixture.inspection().inspect("ORD")).willReturn(new TableInspection.Entry("ORD", 5));

		this.contextRunner
			.withPropertyValues("management.endpoint.fausttables.show-values=when-authorized",
					"management.endpoint.fausttables.roles=ops")
			.run((context) -> {
				MockMvcTester mvc = MockMvcTester.from(context);
				assertThat(mvc.get().uri("/actuator/fausttables/counts/ORD")).bodyJson()
					.extractingPath("value")
					.isEqualTo(MASKED);
				assertThat(mvc.get().uri("/actuator/fausttables/counts/ORD").with(user("dev"))).bodyJson()
					.extractingPath("value")
					.isEqualTo(MASKED);
				assertThat(mvc.get().uri("/actuator/fausttables/counts/ORD").with(user("ops"))).bodyJson()
					.extractingPath("value")
					.isEqualTo(5);
			});
	}

	@Test
	void sanitizingFunctionsHideSingleValues() {
		given(this.fixture.inspection().inspect("ORD")).willReturn(new TableInspection.Entry("ORD", 5));
		given(this.fixture.inspection().inspect("SFO")).willReturn(new TableInspection.Entry("SFO", 6));

		this.contextRunner.withPropertyValues("management.endpoint.fausttables.show-values=always")
			.withBean(SanitizingFunction.class,
					() -> (data) -> (data.getKey().equals("counts.ORD")) ? data.withSanitizedValue() : data)
			.run((context) -> {
				MockMvcTester mvc = MockMvcTester.from(context);
				assertThat(mvc.get().uri("/actuator/fausttables/counts/ORD")).bodyJson()
					.extractingPath("value")
					.isEqualTo(MASKED);
				assertThat(mvc.get().uri("/actuator/fausttables/counts/SFO")).bodyJson()
					.extractingPath("value")
					.isEqualTo(6);
			});
	}

	@Test
	void keyMayHaveSlashesAndSpacesAndAnyName() {
		given(this.fixture.inspection().inspect("a/b c")).willReturn(new TableInspection.Entry("a/b c", 1));
		given(this.fixture.inspection().inspect("entries")).willReturn(new TableInspection.Entry("entries", 1));

		get("/actuator/fausttables/counts/a/b%20c", """
				{"key": "a/b c"}""");
		get("/actuator/fausttables/counts/entries", """
				{"key": "entries"}""");
	}

	@Test
	void unknownKeyIsNotFound() {
		run((mvc) -> assertThat(mvc.get().uri("/actuator/fausttables/counts/XXX")).hasStatus(404));
	}

	@Test
	void keyOfAnotherInstanceIsMisdirected() {
		given(this.fixture.inspection().inspect("ORD"))
			.willThrow(new KeyElsewhereException("counts", "ORD", 3, "b2", "http://b:8080"));

		run((mvc) -> assertThat(mvc.get().uri("/actuator/fausttables/counts/ORD")).hasStatus(421)
			.bodyJson()
			.isStrictlyEqualTo(
					"""
							{"table": "counts", "key": "ORD", "partition": 3, "ownerId": "b2", "ownerUrl": "http://b:8080"}"""));
	}

	@Test
	void keyBeingRestoredIsUnavailable() {
		given(this.fixture.inspection().inspect("ORD"))
			.willThrow(new TableNotReadyException("counts", "Partition 3 is being restored: 10 of 20"));

		run((mvc) -> assertThat(mvc.get().uri("/actuator/fausttables/counts/ORD")).hasStatus(503)
			.bodyJson()
			.extractingPath("message")
			.isEqualTo("Partition 3 is being restored: 10 of 20"));
	}

	@Test
	void textThatIsNoKeyIsABadRequest() {
		given(this.fixture.inspection().inspect("x"))
			.willThrow(new IllegalArgumentException("a whole number is needed"));

		run((mvc) -> assertThat(mvc.get().uri("/actuator/fausttables/counts/x")).hasStatus(400)
			.satisfies((result) -> assertThat(result.getMvcResult().getResolvedException())
				.hasMessageContaining("'x' is no key of table 'counts': a whole number is needed")));
	}

	@Test
	void restorationIsShown() {
		this.fixture.tasksAre(new TaskInfo("0-0", "RESTORING", 0, List.of("flights-0"), Map.of("flights-0", -1L),
				List.of(new TaskInfo.RestoreInfo("counts", 0, 10, 20, 5, 2))));

		get("/actuator/faust", """
				{"lag": 0, "tasks": [{"state": "RESTORING",
				  "restoring": [{"table": "counts", "partition": 0, "restored": 10, "total": 20,
				  "recordsPerSecond": 5, "secondsLeft": 2}]}]}""");
	}

	private void get(String uri, String json) {
		run((mvc) -> assertThat(mvc.get().uri(URI.create(uri))).hasStatusOk().bodyJson().isLenientlyEqualTo(json));
	}

	private void run(Consumer<MockMvcTester> test) {
		assertThat(context).isNotNull();
		test.accept(MockMvcTester.from((WebApplicationContext) context));
	}

	private MockMvcTester.MockMvcRequestBuilder post(MockMvcTester mvc, String agent, String action) {
		return mvc.post()
			.uri("/actuator/faustagents/" + agent)
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"action\":\"%s\"}".formatted(action));
	}

	private RequestPostProcessor user(String role) {
		return (MockHttpServletRequest request) -> {
			request.setUserPrincipal(mock(Principal.class));
			request.addUserRole(role);
			return request;
		};
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
