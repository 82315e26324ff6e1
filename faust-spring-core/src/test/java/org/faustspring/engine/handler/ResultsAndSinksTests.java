package org.faustspring.engine.handler;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.channel.Channel;
import org.faustspring.engine.handler.AgentFixtures.RecordingUnit;
import org.faustspring.stream.Event;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

class ResultsAndSinksTests {

	@Test
	void whatAHandlerReturnsIsTakenByItsDeclaredType() {
		JsonNode tree = JsonMapper.shared().readTree("[1,2]");

		assertThat(results(String.class, "a")).containsExactly("a");
		assertThat(results(String.class, null)).isEmpty();
		assertThat(results(void.class, null)).isEmpty();
		assertThat(results(List.class, Arrays.asList("a", null, "b"))).containsExactly("a", "b");
		assertThat(results(Optional.class, Optional.of("a"))).containsExactly("a");
		assertThat(results(Optional.class, Optional.empty())).isEmpty();
		assertThat(results(IntStream.class, IntStream.of(1, 2))).containsExactly(1, 2);
		assertThat(results(Map.class, Map.of("a", 1))).containsExactly(Map.of("a", 1));
		assertThat(results(JsonNode.class, tree)).containsExactly(tree);
		assertThat(results(Path.class, Path.of("a", "b"))).containsExactly(Path.of("a", "b"));
		assertThat(results(byte[].class, new byte[] { 1 })).containsExactly(new byte[] { 1 });
		assertThat(results(String[].class, new String[] { "a" })).hasSize(1);
	}

	@Test
	void objectIsTakenByWhatItIs() {
		assertThat(results(Object.class, List.of("a", "b"))).containsExactly("a", "b");
		assertThat(results(Object.class, "a")).containsExactly("a");
		assertThat(results(Object.class, Stream.of("a"))).containsExactly("a");
		assertThatIllegalStateException()
			.isThrownBy(() -> results(Object.class, CompletableFuture.completedFuture("a")))
			.withMessageContaining("declare CompletionStage");
	}

	@Test
	void streamIsClosedEvenIfTakingItFails() {
		boolean[] closed = new boolean[1];
		Results results = DeclaredResults.of(ResolvableType.forClass(Stream.class));

		assertThatIllegalStateException()
			.isThrownBy(() -> results.forEach(Stream.of("a").onClose(() -> closed[0] = true), (result) -> {
				throw new IllegalStateException();
			}));

		assertThat(closed[0]).isTrue();
	}

	@Test
	void stageOfAListIsAsynchronousAndYieldsItsElements() {
		DeclaredResults results = DeclaredResults
			.of(ResolvableType.forType(new ParameterizedTypeReference<CompletionStage<List<String>>>() {
			}));
		List<Object> taken = new ArrayList<>();

		results.forEach(List.of("a", "b"), taken::add);

		assertThat(results.asynchronous()).isTrue();
		assertThat(results.elementType().resolve()).isEqualTo(String.class);
		assertThat(taken).containsExactly("a", "b");
	}

	@Test
	void topicGetsTheResultWithTheEventsKeyAndTime() throws Exception {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(topic = "${test.topic}")
			List<Flight> on(String value) {
				return List.of();
			}
		});

		ProducerRecord<byte[], byte[]> record = send(agent, new Flight("JFK", 5));

		assertThat(record.topic()).isEqualTo("configured");
		assertThat(record.partition()).isNull();
		assertThat(record.timestamp()).isEqualTo(AgentFixtures.TIMESTAMP);
		assertThat(RecordingUnit.text(record.key())).isEqualTo("k");
		assertThat(RecordingUnit.text(record.value())).isEqualTo("{\"origin\":\"JFK\",\"delay\":5}");
		assertThat(record.headers()).isEmpty();
		assertThat(agent.sinks().get(0).immediate()).isFalse();
		assertThat(agent.sinks().get(0).topic()).isEqualTo("configured");
	}

	@Test
	void keyAndHeadersAreEvaluatedForEachResult() throws Exception {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(topic = "b", key = "#{delay}", headers = { "from=#{#event.topic()}/${test.topic}", "x=#{#headers.h}",
					"eq=a=b", "sum=#{#result.delay + #value.length()}", "none=#{null}" })
			Flight on(String value) {
				return new Flight(value, 1);
			}
		});

		ProducerRecord<byte[], byte[]> record = send(agent, new Flight("JFK", 5));

		assertThat(record.key()).isEqualTo(new byte[] { 0, 0, 0, 5 });
		assertThat(record.headers()).extracting((header) -> header.key() + "=" + RecordingUnit.text(header.value()))
			.containsExactly("from=flights/configured", "x=y", "eq=a=b", "sum=6");
	}

	@Test
	void keyIsEvaluatedTheSameWhenTheExpressionHasBeenCompiled() throws Exception {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(topic = "b", key = "#{origin}-#{#key}")
			PublicFlight on(String value) {
				return new PublicFlight(value);
			}
		});

		for (int i = 0; i < 500; i++) {
			assertThat(RecordingUnit.text(send(agent, new PublicFlight("JFK" + i)).key())).isEqualTo("JFK" + i + "-k");
		}
	}

	@Test
	void namedSerdesWriteKeyAndValue() throws Exception {
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a", keySerde = "org.apache.kafka.common.serialization.StringDeserializer")
			@Sink(topic = "b", keySerde = "upper",
					valueSerde = "org.apache.kafka.common.serialization.IntegerSerializer")
			int on(String value) {
				return 1;
			}
		}, (context) -> context.registerBean("upper", UpperSerializer.class));

		ProducerRecord<byte[], byte[]> record = send(agent, 1);

		assertThat(RecordingUnit.text(record.key())).isEqualTo("K");
		assertThat(record.value()).isEqualTo(new byte[] { 0, 0, 0, 1 });
	}

	@Test
	@SuppressWarnings("unchecked")
	void templateGetsTheDecodedKeyAndTheResult() throws Exception {
		KafkaTemplate<Object, Object> template = mock();
		given(template.send(any(ProducerRecord.class))).willReturn(new CompletableFuture<>());
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(topic = "b", template = "mine", headers = "x=1")
			Flight on(String value) {
				return new Flight(value, 1);
			}
		}, (context) -> context.registerBean("mine", KafkaTemplate.class, () -> template));
		SinkBinding sink = agent.sinks().get(0);

		sink.accept(new Flight("JFK", 5), AgentFixtures.event(agent, "k", "v"), new RecordingUnit());

		ArgumentCaptor<ProducerRecord<Object, Object>> sent = ArgumentCaptor.captor();
		verify(template).send(sent.capture());
		assertThat(sent.getValue().key()).isEqualTo("k");
		assertThat(sent.getValue().value()).isEqualTo(new Flight("JFK", 5));
		assertThat(sent.getValue().headers().lastHeader("x")).isNotNull();
		assertThat(sink.topic()).isNull();
		assertThat(sink.immediate()).isFalse();
	}

	@Test
	@SuppressWarnings("unchecked")
	void templateThatFailedAtOnceFailsTheEvent() {
		KafkaTemplate<Object, Object> template = mock();
		given(template.send(any(ProducerRecord.class)))
			.willReturn(CompletableFuture.failedFuture(new SerializationException("too big")));
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(topic = "b", template = "mine")
			String on(String value) {
				return value;
			}
		}, (context) -> context.registerBean("mine", KafkaTemplate.class, () -> template));

		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(
					() -> agent.sinks().get(0).accept("a", AgentFixtures.event(agent, "k", "v"), new RecordingUnit()))
			.withMessage("too big");
	}

	@Test
	@SuppressWarnings("unchecked")
	void channelsAndBeansAreServedAtOnceInOrder() throws Exception {
		Channel<Object> channel = mock();
		List<Object> taken = new ArrayList<>();
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(bean = "taker")
			@Sink(channel = "channel")
			String on(String value) {
				return value;
			}
		}, (context) -> {
			context.registerBean("channel", Channel.class, () -> channel);
			context.registerBean("taker", org.faustspring.sink.Sink.class, () -> (result, event) -> taken.add(result));
		});

		for (SinkBinding sink : agent.sinks()) {
			assertThat(sink.immediate()).isTrue();
			sink.accept("a", AgentFixtures.event(agent, "k", "v"), new RecordingUnit());
		}

		assertThat(agent.sinks()).extracting(Object::toString).containsExactly("bean taker", "channel channel");
		assertThat(taken).containsExactly("a");
		verify(channel).send("a");
	}

	@Test
	void interruptionWhileAChannelIsFullIsKept() throws Exception {
		Channel<Object> channel = mock();
		willThrow(new InterruptedException()).given(channel).send("a");
		ChannelSink sink = new ChannelSink("channel", channel);
		Event<String> event = mock();

		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> sink.accept("a", event, new RecordingUnit()));

		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void messageChannelGetsAMessageThatSaysWhereItCameFrom() throws Exception {
		List<Message<?>> messages = new ArrayList<>();
		AgentDefinition agent = AgentFixtures.compile(new Object() {
			@Agent(topics = "a")
			@Sink(channel = "channel")
			String on(String value) {
				return value;
			}
		}, (context) -> context.registerBean("channel", MessageChannel.class,
				() -> (message, timeout) -> messages.add(message) && messages.size() < 2));
		SinkBinding sink = agent.sinks().get(0);
		Event<?> event = AgentFixtures.event(agent, "k", "v");

		sink.accept("a", event, new RecordingUnit());

		assertThat(messages.get(0).getPayload()).isEqualTo("a");
		assertThat(messages.get(0).getHeaders()).containsEntry(KafkaHeaders.RECEIVED_TOPIC, "flights")
			.containsEntry(KafkaHeaders.RECEIVED_PARTITION, 4)
			.containsEntry(KafkaHeaders.OFFSET, 42L)
			.containsEntry(KafkaHeaders.RECEIVED_TIMESTAMP, AgentFixtures.TIMESTAMP)
			.containsEntry(KafkaHeaders.RECEIVED_KEY, "k");
		assertThatExceptionOfType(MessageDeliveryException.class)
			.isThrownBy(() -> sink.accept("b", event, new RecordingUnit()))
			.withMessageContaining("'channel' did not take");
	}

	private static List<Object> results(Class<?> type, @org.jspecify.annotations.Nullable Object returned) {
		List<Object> results = new ArrayList<>();
		DeclaredResults.of(ResolvableType.forClass(type)).forEach(returned, results::add);
		return results;
	}

	private static ProducerRecord<byte[], byte[]> send(AgentDefinition agent, Object result) throws Exception {
		RecordingUnit unit = new RecordingUnit();
		agent.sinks().get(0).accept(result, AgentFixtures.event(agent, "k", "v", "h", "y"), unit);
		assertThat(unit.sent).hasSize(1);
		return unit.sent.get(0);
	}

	record Flight(String origin, int delay) {

	}

	public record PublicFlight(String origin) {

	}

	static class UpperSerializer implements org.apache.kafka.common.serialization.Serializer<String> {

		@Override
		public byte[] serialize(String topic, String data) {
			return data.toUpperCase(java.util.Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.UTF_8);
		}

	}

}
