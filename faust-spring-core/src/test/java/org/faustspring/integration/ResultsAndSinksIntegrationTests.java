package org.faustspring.integration;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.channel.Channel;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.support.ExecutorSubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What handlers are given, what they return, and where that goes.
 */
class ResultsAndSinksIntegrationTests {

	@TempDir
	Path state;

	private final String source = SharedBroker.topic("source", 1);

	private final String output = SharedBroker.topic("output", 1);

	private final String second = SharedBroker.topic("second", 1);

	private final TestApp.Builder builder = TestApp.builder(SharedBroker.unique("results"));

	@BeforeEach
	void prepare() {
		this.builder.state(this.state)
			.property("source", this.source)
			.property("output", this.output)
			.property("second", this.second);
	}

	@ParameterizedTest
	@EnumSource
	void everyKindOfResultGoesToTheSink(ProcessingGuarantee guarantee) {
		SharedBroker.send(this.source, List.of("a:1", "b:2", "c:3"));

		try (TestApp app = this.builder.guarantee(guarantee).beans(Kinds.class).start().awaitRunning()) {
			await().atMost(Duration.ofSeconds(20)).until(() -> SharedBroker.values(this.output).size() >= 17);
			assertThat(app.app().agents()).allSatisfy((agent) -> assertThat(agent.figures().get(0).errors()).isZero());
		}
		assertThat(SharedBroker.values(this.output)).containsExactlyInAnyOrder("later a:1", "later b:2", "later c:3",
				"optional a:1", "optional c:3", "stream a:1", "stream a:1", "stream b:2", "stream b:2", "stream c:3",
				"stream c:3", "iterable a:1", "iterable b:2", "iterable c:3", "all later a:1", "all later b:2",
				"all later c:3");
	}

	@Test
	void handlerIsGivenWhatItsParametersName() {
		ProducerRecord<byte[], byte[]> first = SharedBroker.record(this.source, "k", "v");
		first.headers().add("trace", "t1".getBytes(StandardCharsets.UTF_8));
		SharedBroker.sendRecords(List.of(first, SharedBroker.record(this.source, "gone", null),
				SharedBroker.record(this.source, null, "no key")));

		try (TestApp app = this.builder.beans(Parameters.class).start().awaitRunning()) {
			Parameters parameters = app.bean(Parameters.class);
			await().until(() -> parameters.seen.size() == 3 && parameters.batch.size() == 3);
			assertThat(parameters.seen).containsExactly("v k t1 @0 t1", "null gone none @1 null",
					"no key null none @2 null");
			assertThat(parameters.batch).containsExactly("v k", "null gone", "no key null");
		}
	}

	@ParameterizedTest
	@EnumSource
	void oneResultGoesToTopicsChannelsAndBeans(ProcessingGuarantee guarantee) {
		SharedBroker.send(this.source, List.of("a:1", "fail:2", "b:3"));

		try (TestApp app = this.builder.guarantee(guarantee).beans(Many.class).start().awaitRunning()) {
			Destinations destinations = app.bean(Destinations.class);
			await().until(() -> destinations.beans.size() == 2 && destinations.received.size() == 2
					&& destinations.messages.size() == 2);
			await().until(() -> SharedBroker.values(this.second).size() == 2);
			assertThat(destinations.beans).containsExactly("A:1 of a", "B:3 of b");
			assertThat(destinations.received).containsExactly("A:1", "B:3");
			assertThat(destinations.messages).extracting(Message::getPayload).isEqualTo(List.of("A:1", "B:3"));
		}
		List<ConsumerRecord<String, String>> first = SharedBroker.read(this.output, true);
		assertThat(first).extracting(ConsumerRecord::value).containsExactly("A:1", "B:3");
		assertThat(first).extracting(ConsumerRecord::key).containsExactly("a", "b");
		List<ConsumerRecord<String, String>> other = SharedBroker.read(this.second, true);
		assertThat(other).extracting(ConsumerRecord::key).containsExactly("key A:1", "key B:3");
		assertThat(other)
			.extracting((record) -> new String(record.headers().lastHeader("from").value(), StandardCharsets.UTF_8))
			.containsExactly(this.source + " 0", this.source + " 2");
		assertThat(SharedBroker.values(this.source + "-dlt")).containsExactly("fail:2");
	}

	static class Kinds {

		@Agent(topics = "${source}", concurrency = 2)
		@Sink(topic = "${output}")
		CompletionStage<String> later(String value) {
			return CompletableFuture.supplyAsync(() -> "later " + value,
					CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		Optional<String> optional(String value) {
			return value.startsWith("b") ? Optional.empty() : Optional.of("optional " + value);
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		Stream<String> stream(String value) {
			return Stream.of("stream " + value, "stream " + value);
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		Iterable<String> iterable(String value) {
			return new Iterable<>() {

				@Override
				public Iterator<String> iterator() {
					return List.of("iterable " + value).iterator();
				}

			};
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		CompletableFuture<List<String>> allLater(String value) {
			return CompletableFuture.completedFuture(List.of("all later " + value));
		}

	}

	static class Parameters {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final List<String> batch = new CopyOnWriteArrayList<>();

		@Agent(topics = "${source}")
		void all(@Nullable String value, @Nullable String key,
				@Header(name = "trace", required = false) Optional<String> trace, Event<String> event,
				@Headers Map<String, Object> headers) {
			this.seen.add("%s %s %s @%d %s".formatted(value, key, trace.orElse("none"), event.offset(),
					text(headers.get("trace"))));
		}

		@Agent(topics = "${source}", batch = 10, within = "100ms")
		void batch(List<@Nullable String> values, @Header(KafkaHeaders.RECEIVED_KEY) List<@Nullable String> keys) {
			for (int i = 0; i < values.size(); i++) {
				this.batch.add(values.get(i) + " " + keys.get(i));
			}
		}

		private static String text(@Nullable Object header) {
			return (header instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
					: String.valueOf(header);
		}

	}

	static class Destinations {

		private final List<String> beans = new CopyOnWriteArrayList<>();

		private final List<String> received = new CopyOnWriteArrayList<>();

		private final List<Message<?>> messages = new CopyOnWriteArrayList<>();

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		Destinations destinations() {
			return new Destinations();
		}

		@Bean
		Channel<String> updates(FaustApp app, Destinations destinations) {
			Channel<String> channel = app.channel("updates", String.class);
			channel.subscribe(destinations.received::add);
			return channel;
		}

		@Bean
		ExecutorSubscribableChannel messages(Destinations destinations) {
			ExecutorSubscribableChannel channel = new ExecutorSubscribableChannel();
			channel.subscribe(destinations.messages::add);
			return channel;
		}

		@Bean
		org.faustspring.sink.Sink<String> pager(Destinations destinations) {
			return (result, event) -> destinations.beans.add(result + " of " + event.key());
		}

	}

	@Import(Beans.class)
	static class Many {

		@Agent(topics = "${source}")
		@Sink(channel = "updates")
		@Sink(topic = "${output}")
		@Sink(channel = "messages")
		@Sink(topic = "${second}", key = "key #{#result}", headers = "from=#{#event.topic()} #{#event.offset()}")
		@Sink(bean = "pager")
		List<String> many(String value) {
			List<String> results = new ArrayList<>(List.of(value.toUpperCase()));
			if (value.startsWith("fail")) {
				throw new IllegalStateException("no good");
			}
			return results;
		}

	}

}
