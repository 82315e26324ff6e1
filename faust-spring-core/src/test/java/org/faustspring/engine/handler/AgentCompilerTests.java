package org.faustspring.engine.handler;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.UUIDDeserializer;
import org.faustspring.annotation.Agent;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.supervisor.Supervisor;
import org.faustspring.supervisor.SupervisorDecision;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;

class AgentCompilerTests {

	@Test
	void agentThatSaysLittleHasTheDefaults() {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			void onFlight(String value) {
			}
		});

		assertThat(agent.name()).isEqualTo("onFlight");
		assertThat(agent.topics()).containsExactly("flights");
		assertThat(agent.topicPattern()).isNull();
		assertThat(agent.grouping()).isNull();
		assertThat(agent.batch()).isZero();
		assertThat(agent.concurrency()).isOne();
		assertThat(agent.autoStartup()).isTrue();
		assertThat(agent.valueDeserializer()).isInstanceOf(StringDeserializer.class);
		assertThat(agent.deserializationErrors()).isEqualTo(DeserializationErrorPolicy.DEAD_LETTER);
		assertThat(agent.handlerErrors()).isEqualTo(HandlerErrorPolicy.DEAD_LETTER);
		assertThat(agent.attempts()).isEqualTo(3);
		assertThat(agent.supervisor()).hasToString("one-for-one");
		assertThat(agent.sinks()).isEmpty();
		assertThat(agent.tables()).containsExactly("reachable");
		assertThat(agent.tablesDeclared()).isFalse();
	}

	@Test
	void everyAttributeIsTaken() {
		Supervisor supervisor = (failure) -> new SupervisorDecision.StopApp();
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(name = "${test.topic}-agent", topicPattern = "${test.topic}-.*", batchString = "${test.number}",
					within = "500ms", autoStartup = "#{1 > 2}", keySerde = "keys",
					valueSerde = "org.apache.kafka.common.serialization.LongDeserializer", tables = "a, b",
					onDeserializationError = "skip", onError = "escalate", attempts = "${test.number}",
					supervisor = "mine")
			void on(List<Long> values) {
			}
		}, (context) -> {
			context.registerBean("mine", Supervisor.class, () -> supervisor);
			context.registerBean("keys", UUIDDeserializer.class);
		});

		assertThat(agent.name()).isEqualTo("configured-agent");
		assertThat(agent.topics()).isEmpty();
		assertThat(agent.topicPattern()).extracting(Pattern::pattern).isEqualTo("configured-.*");
		assertThat(agent.batch()).isEqualTo(7);
		assertThat(agent.within()).isEqualTo(Duration.ofMillis(500));
		assertThat(agent.autoStartup()).isFalse();
		assertThat(agent.keyDeserializer()).isInstanceOf(UUIDDeserializer.class);
		assertThat(agent.valueDeserializer()).isInstanceOf(LongDeserializer.class);
		assertThat(agent.tables()).containsExactlyInAnyOrder("a", "b");
		assertThat(agent.tablesDeclared()).isTrue();
		assertThat(agent.deserializationErrors()).isEqualTo(DeserializationErrorPolicy.SKIP);
		assertThat(agent.handlerErrors()).isEqualTo(HandlerErrorPolicy.ESCALATE);
		assertThat(agent.attempts()).isEqualTo(7);
		assertThat(agent.supervisor()).isSameAs(supervisor);
	}

	@Test
	void topicsComeFromTextsWithCommasAndExpressionsOfCollections() {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = { "a, b", "#{{'c', 'd'}}", "${test.topic}", "a" }, concurrencyString = "${test.number}")
			void on(String value) {
			}
		});

		assertThat(agent.topics()).containsExactly("a", "b", "c", "d", "configured");
		assertThat(agent.concurrency()).isEqualTo(7);
	}

	@Test
	void durationMayBeIsoAndDefaultsToASecond() {
		AgentDefinition iso = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", batch = 2, within = "PT5S", supervisor = "crash", tables = "none")
			void on(List<String> value) {
			}
		});
		AgentDefinition silent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", batch = 2)
			void on(List<String> value) {
			}
		});

		assertThat(iso.within()).isEqualTo(Duration.ofSeconds(5));
		assertThat(iso.supervisor()).hasToString("crash");
		assertThat(iso.tables()).isEmpty();
		assertThat(iso.tablesDeclared()).isTrue();
		assertThat(silent.within()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void handlerOfHeadersAloneHasItsValueUnread() {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			void on(@Header("x") String header) {
			}
		});

		assertThat(agent.valueDeserializer()).isInstanceOf(ByteArrayDeserializer.class);
	}

	@Test
	void agentBehindAClassBasedProxyIsCalledThroughIt() throws Throwable {
		int[] calls = new int[1];
		ProxyFactory factory = new ProxyFactory(new Proxied());
		factory.setProxyTargetClass(true);
		factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (invocation) -> {
			calls[0]++;
			return invocation.proceed();
		});
		AgentDefinition agent = AgentFixtures.compile(factory.getProxy());

		Object returned = AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v"));

		assertThat(returned).isEqualTo("v!");
		assertThat(calls[0]).isOne();
		assertThat(agent.description()).isEqualTo("Proxied.on(String)");
	}

	@Test
	void agentBehindAnInterfaceProxyIsCalledThroughIt() throws Throwable {
		ProxyFactory factory = new ProxyFactory(new ByInterface());
		factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) (invocation) -> invocation.proceed() + "?");
		AgentDefinition agent = AgentFixtures.compile(factory.getProxy());

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v"))).isEqualTo("v?");
	}

	@Test
	void groupByReadsRecordsGettersFieldsAndMaps() throws Exception {
		AgentDefinition ofRecord = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "delay")
			void on(Flight value) {
			}
		});
		AgentDefinition ofGetter = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "name")
			void on(Bean value) {
			}
		});
		AgentDefinition ofField = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "number")
			void on(Bean value) {
			}
		});
		AgentDefinition ofMap = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "origin")
			void on(java.util.Map<String, Object> value) {
			}
		});

		assertThat(key(ofRecord, "{\"origin\":\"JFK\",\"delay\":5}")).isEqualTo(5);
		assertThat(key(ofGetter, "{\"name\":\"n\"}")).isEqualTo("n");
		assertThat(key(ofField, "{\"number\":6}")).isEqualTo(6L);
		assertThat(key(ofMap, "{\"origin\":\"JFK\"}")).isEqualTo("JFK");
		assertThat(grouping(ofRecord).name()).isEqualTo("delay");
		assertThat(grouping(ofRecord).keySerializer().serialize("t", 5)).hasSize(4);
		assertThat(ofRecord.keyDeserializer().deserialize("t", new byte[] { 0, 0, 0, 5 })).isEqualTo(5);
		assertThat(grouping(ofMap).keySerializer().serialize("t", "JFK")).hasSize(3);
		assertThat(ofMap.keyDeserializer().deserialize("t", new byte[] { 'J' })).isEqualTo("J");
	}

	@Test
	void groupByEvaluatesAnExpression() throws Exception {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "#{origin + '-' + #key + '-' + #headers['h'] + #event.partition()}")
			void on(Flight value, String key) {
			}
		});

		assertThat(grouping(agent).key()
			.keyOf(AgentFixtures.event(agent, "k", "{\"origin\":\"JFK\",\"delay\":5}", "h", "x")))
			.isEqualTo("JFK-k-x4");
		assertThat(grouping(agent).name()).matches("origin-key-headers-h-event-partition-[0-9a-f]{8}");
	}

	@Test
	void namesOfExpressionsAreStableAndDiffer() {
		assertThat(GroupingCompiler.name("#{a + b}")).isEqualTo(GroupingCompiler.name("#{a + b}"))
			.isNotEqualTo(GroupingCompiler.name("#{a - b}"))
			.matches("[A-Za-z0-9-]+");
	}

	@Test
	void nullKeyAndTombstoneCannotBeGrouped() {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "origin")
			void on(Flight value) {
			}
		});
		AgentDefinition byExpression = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", groupBy = "#{origin}")
			void on(Flight value) {
			}
		});

		org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
			.isThrownBy(() -> key(agent, "{\"delay\":1}"))
			.withMessageContaining("groupBy 'origin' is null for flights-4@42");
		org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
			.isThrownBy(() -> key(byExpression, "{\"delay\":1}"))
			.withMessageContaining("groupBy '#{origin}' is null");
		org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
			.isThrownBy(() -> grouping(agent).key().keyOf(AgentFixtures.event(agent, "k", null)))
			.withMessageContaining("tombstone");
	}

	private static Object key(AgentDefinition agent, String value) throws Exception {
		return grouping(agent).key().keyOf(AgentFixtures.event(agent, "k", value));
	}

	private static AgentDefinition.Grouping grouping(AgentDefinition agent) {
		return Optional.ofNullable(agent.grouping()).orElseThrow();
	}

	record Flight(String origin, int delay) {

	}

	static class Bean {

		public long number;

		private String name = "";

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	static class Proxied {

		private final String suffix = "!";

		@Agent(topics = "a")
		String on(String value) {
			return value + this.suffix;
		}

	}

	interface OfString {

		String on(String value);

	}

	static class ByInterface implements OfString {

		@Override
		@Agent(topics = "a")
		public String on(String value) {
			return value;
		}

	}

}
