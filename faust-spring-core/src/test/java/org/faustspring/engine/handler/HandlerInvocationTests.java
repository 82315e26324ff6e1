package org.faustspring.engine.handler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.annotation.Agent;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HandlerInvocationTests {

	private static final String JSON = "{\"origin\":\"JFK\",\"delay\":5}";

	@Test
	void payloadIsReadByTheParametersType() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			String on(Flight flight) {
				return flight.origin();
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", JSON))).isEqualTo("JFK");
	}

	@Test
	void tombstoneArrivesAsNull() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			boolean on(@Nullable Flight flight) {
				return flight == null;
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", null))).isEqualTo(true);
	}

	@Test
	void primitivePayloadRefusesATombstoneInWords() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			int on(int number) {
				return number + 1;
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, (byte[]) null, new byte[] { 0, 0, 0, 6 })))
			.isEqualTo(7);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", null)))
			.withMessageContaining("value of flights-4@42 is null");
	}

	@Test
	void secondParameterIsTheKeyAndReadByItsType() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			String on(Flight flight, Long key) {
				return flight.origin() + key;
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, ByteBuffer.allocate(8).putLong(9).array(),
				JSON.getBytes(StandardCharsets.UTF_8))))
			.isEqualTo("JFK9");
	}

	@Test
	void loneParameterBesideAnEventIsTheKeyIfItsTypeDiffers() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			String on(Event<Flight> event, String key) {
				return Optional.ofNullable(event.value()).orElseThrow().origin() + key;
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", JSON))).isEqualTo("JFKk");
	}

	@Test
	void payloadMayComeBeforeItsEvent() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			String on(String line, Event<String> event) {
				return line + event.offset() + event.attempt();
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "a"))).isEqualTo("a422");
	}

	@Test
	void annotatedPayloadLeavesTheOtherParameterToTheKey() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			String on(String key, @Payload String value) {
				return key + "=" + value;
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v"))).isEqualTo("k=v");
	}

	@Test
	void eventOfUnknownTypeHasBytesAndItsKeyIsTextOrBytes() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			List<Object> on(Event<?> event) {
				return new ArrayList<>(Arrays.asList(event.value(), event.key()));
			}
		});

		assertThat((List<?>) AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v"))).satisfiesExactly(
				(value) -> assertThat(value).isEqualTo(new byte[] { 'v' }), (key) -> assertThat(key).isEqualTo("k"));
	}

	@Test
	void headersThatSpringKafkaOffersAreFilled() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			List<Object> on(@Header(KafkaHeaders.RECEIVED_KEY) Integer key,
					@Header(KafkaHeaders.RECEIVED_TOPIC) String topic,
					@Header(KafkaHeaders.RECEIVED_PARTITION) int partition, @Header(KafkaHeaders.OFFSET) long offset,
					@Header(KafkaHeaders.RECEIVED_TIMESTAMP) Instant time,
					@Header(KafkaHeaders.DELIVERY_ATTEMPT) int attempt, @Header(KafkaHeaders.OFFSET) String text) {
				return List.of(key, topic, partition, offset, time, attempt, text);
			}
		});

		assertThat((List<?>) AgentFixtures.handle(agent,
				AgentFixtures.event(agent, new byte[] { 0, 0, 0, 3 }, new byte[0])))
			.isEqualTo(List.of(3, "flights", 4, 42L, Instant.ofEpochMilli(AgentFixtures.TIMESTAMP), 2, "42"));
	}

	@Test
	void recordHeadersAreConvertedToTheParametersType() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			List<Object> on(String value, @Header("text") String text, @Header("text") byte[] bytes,
					@Header("number") int number, @Header("binary") long binary, @Header("flag") boolean flag,
					@Header("color") Color color, @Header Object plain) {
				return List.of(text, new String(bytes, StandardCharsets.UTF_8), number, binary, flag, color, plain);
			}
		});
		Event<?> event = AgentFixtures.event(agent, "k", "v", "text", "abc", "number", "-12", "flag", "true", "color",
				"RED", "plain", "p");
		event.headers().add("binary", ByteBuffer.allocate(8).putLong(77).array());

		assertThat((List<?>) AgentFixtures.handle(agent, event))
			.isEqualTo(List.of("abc", "abc", -12, 77L, true, Color.RED, "p"));
	}

	@Test
	void absentHeaderIsDefaultEmptyNullOrAnErrorAsDeclared() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			List<@Nullable Object> on(String value, @Header(name = "a", defaultValue = "${test.number}") int number,
					@Header("b") Optional<Integer> optional,
					@Header(name = "c", required = false) @Nullable String none) {
				return Arrays.asList(number, optional, none);
			}
		});
		AgentDefinition strict = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			void on(String value, @Header("needed") String needed) {
			}
		});

		assertThat((List<?>) AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v")))
			.isEqualTo(Arrays.asList(7, Optional.empty(), null));
		assertThat((List<?>) AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v", "a", "1", "b", "2")))
			.isEqualTo(Arrays.asList(1, Optional.of(2), null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AgentFixtures.handle(strict, AgentFixtures.event(strict, "k", "v")))
			.withMessageContaining("flights-4@42 has no header 'needed'");
	}

	@Test
	void allHeadersComeAsMapMessageHeadersOrKafkaHeaders() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			void on(String value, @org.springframework.messaging.handler.annotation.Headers Map<String, Object> map,
					@org.springframework.messaging.handler.annotation.Headers MessageHeaders message,
					@org.springframework.messaging.handler.annotation.Headers Headers kafka) {
				assertThat(map).containsEntry(KafkaHeaders.RECEIVED_TOPIC, "flights")
					.containsEntry(KafkaHeaders.RECEIVED_KEY, "k")
					.containsKey("a");
				assertThat(message).containsEntry(KafkaHeaders.OFFSET, 42L);
				assertThat(kafka.lastHeader("a").value()).isEqualTo(new byte[] { '1' });
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v", "a", "1"))).isNull();
	}

	@Test
	void batchIsGivenValuesAndKeys() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights", batch = 10)
			String on(List<@Nullable String> values, @Header(KafkaHeaders.RECEIVED_KEY) List<String> keys) {
				return keys + "" + values;
			}
		});
		List<Event<?>> events = List.of(AgentFixtures.event(agent, "k1", "v1"), AgentFixtures.event(agent, "k2", null));

		assertThat(((Handler.PerBatch) agent.handler()).handle(events)).isEqualTo("[k1, k2][v1, null]");
	}

	@Test
	void batchOfEvents() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights", batch = 10)
			List<String> on(List<Event<Flight>> events) {
				return events.stream()
					.map((event) -> Optional.ofNullable(event.value()).orElseThrow().origin())
					.toList();
			}
		});

		assertThat(((Handler.PerBatch) agent.handler()).handle(List.of(AgentFixtures.event(agent, "k", JSON))))
			.isEqualTo(List.of("JFK"));
	}

	@Test
	void listPayloadPerEventIsAJsonList() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			int on(List<Flight> flights) {
				return flights.get(1).delay();
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "[" + JSON + "," + JSON + "]")))
			.isEqualTo(5);
	}

	@Test
	void payloadOfAGenericSuperclassIsResolved() throws Throwable {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			String on(Box<Flight> box) {
				return box.content().origin();
			}
		});

		assertThat(AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "{\"content\":" + JSON + "}")))
			.isEqualTo("JFK");
	}

	@Test
	void handlerThrowsWhatTheMethodThrows() {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "flights")
			private void on(String value) throws Exception {
				throw new java.io.IOException(value);
			}
		});

		assertThatExceptionOfType(java.io.IOException.class)
			.isThrownBy(() -> AgentFixtures.handle(agent, AgentFixtures.event(agent, "k", "v")))
			.withMessage("v");
	}

	@Test
	void keyIsReadOnceAndKeptForTheNextAttempt() {
		int[] reads = new int[1];
		EventRecord<String> event = new EventRecord<>(
				AgentFixtures.record(new byte[] { 1 }, new byte[0], new RecordHeaders()), "v", (topic, data) -> {
					reads[0]++;
					return "key";
				}, "source", 7, 8L, 1);

		assertThat(reads[0]).isZero();
		assertThat(event.key()).isEqualTo("key");
		assertThat(event.withAttempt(2).key()).isEqualTo("key");
		assertThat(event.withAttempt(2).attempt()).isEqualTo(2);
		assertThat(reads[0]).isOne();
		assertThat(event).hasToString("source-7@8");
	}

	record Flight(String origin, int delay) {

	}

	record Box<T>(T content) {

	}

	enum Color {

		RED

	}

}
