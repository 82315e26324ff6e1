package org.faustspring.engine.handler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.channel.Channel;
import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class InvalidAgentTests {

	// @formatter:off

	@Test
	void streamAgentTakesAStreamAloneAndReturnsOneOrNothing() {
		check(new Object() { @Agent(topics = "a") void on(EventStream<String> values, String key) { } }, "takes more than a stream", "void m(EventStream<T>)");
		check(new Object() { @Agent(topics = "a") String on(EventStream<String> values) { return ""; } }, "takes a stream and returns String", "EventStream<R> m(EventStream<T>)");
		check(new Object() { @Agent(topics = "a") EventStream<String> on(String value) { throw new IllegalStateException(); } }, "returns a stream but takes none", "EventStream<R> m(EventStream<T>)");
		check(new Object() { @Agent(topics = "a", concurrency = 2) void on(EventStream<String> values) { } }, "a stream agent with concurrency = 2", "Remove concurrency");
		check(new Object() { @Agent(topics = "a", batch = 2) void on(EventStream<String> values) { } }, "a stream agent with batch = 2", "take(size, within)");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b") void on(EventStream<String> values) { } }, "@Sink but returns nothing", "Return the result");
	}

	@Test
	void topicsArePresentOnceAndWellFormed() {
		check(new Object() { @Agent void on(String value) { } }, "neither topics nor topicPattern", "Name the topics");
		check(new Object() { @Agent(topics = "a", topicPattern = "b") void on(String value) { } }, "both topics and topicPattern", "Keep one");
		check(new Object() { @Agent(topicPattern = "(") void on(String value) { } }, "topicPattern = \"(\" is not a regular expression", "position");
		check(new Object() { @Agent(topics = "a b") void on(String value) { } }, "topics = \"a b\"", "letters, digits");
		check(new Object() { @Agent(topics = " ") void on(String value) { } }, "topics, \" \", is empty", "Remove it");
		check(new Object() { @Agent(topics = "${not.set}") void on(String value) { } }, "${not.set}", "placeholder");
		check(new Object() { @Agent(topics = "#{nothing}") void on(String value) { } }, "cannot be evaluated", "Correct");
		check(new Object() { @Agent(topics = "a", name = "a b") void on(String value) { } }, "name = \"a b\"", "letters, digits");
	}

	@Test
	void numbersTimesAndFlagsAreChecked() {
		check(new Object() { @Agent(topics = "a", concurrency = -1) void on(String value) { } }, "concurrency = -1 is too small", "at least 1");
		check(new Object() { @Agent(topics = "a", concurrencyString = "many") void on(String value) { } }, "concurrencyString = \"many\"", "whole number");
		check(new Object() { @Agent(topics = "a", concurrency = 2, concurrencyString = "3") void on(String value) { } }, "both given", "Keep one");
		check(new Object() { @Agent(topics = "a", batch = -1) void on(List<String> value) { } }, "batch = -1 is too small", "at least 0");
		check(new Object() { @Agent(topics = "a", batch = 2, concurrency = 2) void on(List<String> value) { } }, "batch = 2 with concurrency = 2", "in order by partition");
		check(new Object() { @Agent(topics = "a", within = "5s") void on(String value) { } }, "within is given without batch", "Set batch");
		check(new Object() { @Agent(topics = "a", batch = 2, within = "soon") void on(List<String> value) { } }, "within = \"soon\" is not a duration", "5s");
		check(new Object() { @Agent(topics = "a", batch = 2, within = "0s") void on(List<String> value) { } }, "not longer than nothing", "positive");
		check(new Object() { @Agent(topics = "a", autoStartup = "maybe") void on(String value) { } }, "autoStartup = \"maybe\"", "true or false");
		check(new Object() { @Agent(topics = "a", attempts = "0") void on(String value) { } }, "attempts = 0", "at least 1");
	}

	@Test
	void namesOfOthersAreChecked() {
		check(new Object() { @Agent(topics = "a", valueSerde = "nope") void on(String value) { } }, "valueSerde: 'nope'", "Serde or Deserializer");
		check(new Object() { @Agent(topics = "a", keySerde = "nope") void on(String value) { } }, "keySerde: 'nope'", "Serde or Deserializer");
		check(new Object() { @Agent(topics = "a", supervisor = "text") void on(String value) { } }, "supervisor = \"text\" is not a supervisor", "one-for-one, one-for-all, forfeit, crash");
		check(new Object() { @Agent(topics = "a", onError = "retry") void on(String value) { } }, "onError = \"retry\"", "dead-letter, skip, escalate");
		check(new Object() { @Agent(topics = "a", onDeserializationError = "x") void on(String value) { } }, "onDeserializationError = \"x\"", "dead-letter, skip, stop");
		check(new Object() { @Agent(topics = "a", tables = { "none", "b" }) void on(String value) { } }, "none and others", "alone");
	}

	@Test
	void signaturesThatCannotBeFilledAreErrors() {
		check(new Object() { @Agent(topics = "a") void on() { } }, "no parameters", "payload");
		check(new Object() { @Agent(topics = "a") void on(String a, String b, String c) { } }, "no value for parameter 'c' of type String", "the key");
		check(new Object() { @Agent(topics = "a") void on(ConsumerRecord<String, String> a) { } }, "ConsumerRecord<String, String> cannot be filled", "Event<T>");
		check(new Object() { @Agent(topics = "a") void on(Optional<String> a) { } }, "Optional<String> cannot be filled", "null");
		check(new Object() { @Agent(topics = "a") void on(Event<String> a, Event<String> b) { } }, "are both Event", "Keep one");
		check(new Object() { @Agent(topics = "a") void on(Event<String> a, String b) { } }, "'b' of type String can be the payload or the key", "@Payload");
		check(new Object() { @Agent(topics = "a") void on(Event<String> a, Integer b, String c) { } }, "Integer by one parameter and String by another", "same type");
		check(new Object() { @Agent(topics = "a") <T> void on(T value) { } }, "type of parameter 'value' is not known", "concrete");
		check(new Object() { @Agent(topics = "a") void on(String a, @Header("x") Runnable x) { } }, "header 'x' does not fit", "byte[]");
		check(new Object() { @Agent(topics = "a") void on(String a, @Header(name = "x", required = false) int x) { } }, "cannot be null", "wrapper");
		check(new Object() { @Agent(topics = "a") void on(String a, @Header(name = "x", defaultValue = "y") int x) { } }, "default \"y\"", "converts to int");
		check(new Object() { @Agent(topics = "a") void on(String a, @Header("kafka_offset") Runnable x) { } }, "header 'kafka_offset' is a Long", "Declare Long");
		check(new Object() { @Agent(topics = "a") void on(String a, @org.springframework.messaging.handler.annotation.Headers Map<String, String> x) { } }, "@Headers parameter 'x'", "Map<String, Object>");
	}

	@Test
	void batchSignatureIsAList() {
		check(new Object() { @Agent(topics = "a", batch = 2) void on(String value) { } }, "'value' of type String, not a List", "List<T>");
		check(new Object() { @Agent(topics = "a", batch = 2) void on(@Header("x") String value) { } }, "has no payload", "List<T>");
		check(new Object() { @Agent(topics = "a", batch = 2) void on(List<String> a, List<String> b) { } }, "no value for parameter 'b'", "RECEIVED_KEY");
		check(new Object() { @Agent(topics = "a", batch = 2) void on(List<String> a, @Header("x") List<String> b) { } }, "no value for parameter 'b'", "Headers are in Event<T>");
		check(new Object() { @Agent(topics = "a", batch = 2) void on(List<?> a) { } }, "does not say what the list holds", "List<T>");
	}

	@Test
	void resultsAndSinksFitTogether() {
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b") void on(String a) { } }, "has a @Sink but returns nothing", "remove @Sink");
		check(new Object() { @Agent(topics = "a") Future<String> on(String a) { throw new IllegalStateException(); } }, "Future<String>, which is not waited for", "CompletionStage");
		check(new Object() { @Agent(topics = "a") @Sink String on(String a) { return a; } }, "names no destination", "exactly one");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b", channel = "numbers") String on(String a) { return a; } }, "several destinations: b, numbers", "exactly one");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b b") String on(String a) { return a; } }, "@Sink(topic) = \"b b\"", "letters, digits");
		check(new Object() { @Agent(topics = "a") @Sink(channel = "numbrs") String on(String a) { return a; } }, "no bean \"numbrs\"", "there are: numbers");
		check(new Object() { @Agent(topics = "a") @Sink(channel = "text") String on(String a) { return a; } }, "bean \"text\" is a java.lang.String", "Channel");
		check(new Object() { @Agent(topics = "a") @Sink(channel = "numbers") String on(String a) { return a; } }, "takes Integer, but the results are String", "Return Integer");
		check(new Object() { @Agent(topics = "a") @Sink(bean = "numberSink") List<String> on(String a) { return List.of(); } }, "takes Number, but the results are String", "Return Number");
		check(new Object() { @Agent(topics = "a") @Sink(bean = "typedSink") String on(String a) { return a; } }, "takes Integer, but the results are String", "Return Integer");
		check(new Object() { @Agent(topics = "a") @Sink(bean = "text") String on(String a) { return a; } }, "is a java.lang.String", "there are: numbers, numberSink, typedSink");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b", template = "nope") String on(String a) { return a; } }, "@Sink(template): there is no bean \"nope\"", "KafkaOperations");
		check(new Object() { @Agent(topics = "a") @Sink(bean = "numberSink", key = "k") Integer on(String a) { return 1; } }, "@Sink(key) is given for \"numberSink\"", "only a topic");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b", key = "#{origin +}") String on(String a) { return a; } }, "@Sink(key) = \"#{origin +}\" does not parse", "root object is the result");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b", key = "#{#keyy}") String on(String a) { return a; } }, "there is no variable #keyy", "Correct");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b", headers = "x") String on(String a) { return a; } }, "\"x\" is not name=text", "name=text");
		check(new Object() { @Agent(topics = "a") @Sink(topic = "b", valueSerde = "nope") String on(String a) { return a; } }, "@Sink(valueSerde): 'nope'", "Serializer");
	}

	@Test
	void channelStandsAloneAndFitsThePayload() {
		check(new Object() { @Agent(channel = "numbers", topics = "a") void on(Integer a) { } }, "has channel = \"numbers\" and topics", "Keep channel alone");
		check(new Object() { @Agent(channel = "numbers", topicPattern = "a.*") void on(Integer a) { } }, "and topicPattern", "Keep channel alone");
		check(new Object() { @Agent(channel = "numbers", groupBy = "#{toString()}") void on(Integer a) { } }, "and groupBy", "Keep channel alone");
		check(new Object() { @Agent(channel = "numbers", valueSerde = "x") void on(Integer a) { } }, "and valueSerde", "Keep channel alone");
		check(new Object() { @Agent(channel = "numbrs") void on(Integer a) { } }, "there is no channel \"numbrs\"", "there are: numbers");
		check(new Object() { @Agent(channel = "text") void on(Integer a) { } }, "bean \"text\" is a java.lang.String", "Channel");
		check(new Object() { @Agent(channel = "numbers") void on(String a) { } }, "takes String, but channel \"numbers\" carries Integer", "Take Integer");
	}

	@Test
	void groupByFitsThePayload() {
		check(new Object() { @Agent(topics = "a", groupBy = "from") void on(Flight a) { } }, "groupBy = \"from\", but Flight has no such property", "Flight has: delay, origin.");
		check(new Object() { @Agent(topics = "a", groupBy = "length") void on(String a) { } }, "String has no such property", "write an expression");
		check(new Object() { @Agent(topics = "a", groupBy = "a.b") void on(Flight a) { } }, "\"a.b\" is not the name of a property", "#{a.b}");
		check(new Object() { @Agent(topics = "a", groupBy = "#{origin +}") void on(Flight a) { } }, "does not parse", "root object is the payload");
		check(new Object() { @Agent(topics = "a", groupBy = "#{#result}") void on(Flight a) { } }, "no variable #result", "payload");
		check(new Object() { @Agent(topics = "a", groupBy = "delay") void on(Flight a, String key) { } }, "the key is declared as String, but groupBy = \"delay\" makes it Integer", "Declare the key as Integer");
		check(new Object() { @Agent(topics = "a", groupBy = "delay") void on(Event<?> a) { } }, "payload's type is not known", "Declare the payload");
	}

	@Test
	void methodsThatCannotBeCalledAreErrors() {
		check(new StaticAgent(), "the method is static", "remove 'static'");
		check(proxy(new JdkProxied(), false), "JDK proxy, and none of its interfaces has the method", "proxyTargetClass");
		check(proxy(new FinalMethod(), true), "cannot intercept a final method", "Remove 'final'");
		check(proxy(new PrivateMethod(), true), "cannot intercept a private method", "package-private");
	}

	// @formatter:on

	@Test
	void settingsAreNamedWhereTheAgentSaysNothing() {
		InvalidAgentException error = catchThrowableOfType(InvalidAgentException.class,
				() -> AgentFixtures.compile(new FlightAgents(), AgentFixtures.settings("bean"), (context) -> {
				}));

		assertThat(error.problem()).isEqualTo("faust.agents.supervisor = \"bean\" is not a supervisor");
		assertThat(error.agent()).isEqualTo("FlightAgents.onFlight(Flight, String)");
	}

	private static Object proxy(Object target, boolean ofClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(ofClass);
		return factory.getProxy();
	}

	private static void check(Object bean, String problem, String remedy) {
		Consumer<AnnotationConfigApplicationContext> beans = (context) -> context.register(Beans.class);
		InvalidAgentException error = catchThrowableOfType(InvalidAgentException.class,
				() -> AgentFixtures.compile(bean, beans));

		assertThat(error).as(problem).isNotNull();
		assertThat(error.problem()).contains(problem);
		assertThat(error.remedy()).as(error.getMessage()).contains(remedy);
		assertThat(error.agent()).contains(".on");
	}

	record Flight(String origin, int delay) {

	}

	static class FlightAgents {

		@Agent(topics = "a")
		void onFlight(Flight flight, String key) {
		}

	}

	static class StaticAgent {

		@Agent(topics = "a")
		static void on(String value) {
		}

	}

	static class JdkProxied implements Runnable {

		@Override
		public void run() {
		}

		@Agent(topics = "a")
		public void on(String value) {
		}

	}

	static class FinalMethod {

		@Agent(topics = "a")
		final void on(String value) {
		}

	}

	static class PrivateMethod {

		@Agent(topics = "a")
		private void on(String value) {
		}

	}

	static class TypedSink implements org.faustspring.sink.Sink<Integer> {

		@Override
		public void accept(Integer result, Event<?> event) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		String text() {
			return "text";
		}

		@Bean
		Channel<Integer> numbers() {
			return new BoundedChannel<>("numbers", Integer.class, 1, Thread::new);
		}

		@Bean
		org.faustspring.sink.Sink<Number> numberSink() {
			return (result, event) -> {
			};
		}

		@Bean
		TypedSink typedSink() {
			return new TypedSink();
		}

	}

}
