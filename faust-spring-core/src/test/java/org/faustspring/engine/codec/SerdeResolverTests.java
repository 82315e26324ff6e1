package org.faustspring.engine.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SerdeResolverTests {

	private final SerdeResolver serdes = resolver(Object.class);

	@Test
	void kafkasOwnSerdesAreUsedForTextBytesNumbersAndUuids() {
		UUID uuid = UUID.randomUUID();

		assertThat(write(String.class, "a")).isEqualTo(bytes("a"));
		assertThat(write(byte[].class, bytes("a"))).isEqualTo(bytes("a"));
		assertThat(write(short.class, (short) 1)).isEqualTo(new byte[] { 0, 1 });
		assertThat(write(int.class, 1)).isEqualTo(new byte[] { 0, 0, 0, 1 });
		assertThat(write(Long.class, 1L)).isEqualTo(new byte[] { 0, 0, 0, 0, 0, 0, 0, 1 });
		assertThat(write(Float.class, 1f)).hasSize(4);
		assertThat(write(double.class, 1d)).hasSize(8);
		assertThat(write(UUID.class, uuid)).isEqualTo(bytes(uuid.toString()));
		assertThat(write(ByteBuffer.class, ByteBuffer.wrap(bytes("a")))).isEqualTo(bytes("a"));
		assertThat(write(Bytes.class, Bytes.wrap(bytes("a")))).isEqualTo(bytes("a"));
	}

	@Test
	void otherTypesAreJsonWithGenerics() {
		ResolvableType type = ResolvableType.forType(new ParameterizedTypeReference<Map<String, List<Flight>>>() {
		});
		Serde<?> serde = this.serdes.forType(type, false);

		Object read = serde.deserializer().deserialize("t", bytes("{\"a\":[{\"origin\":\"JFK\",\"more\":1}]}"));

		assertThat(read).isEqualTo(Map.of("a", List.of(new Flight("JFK"))));
		assertThat(this.serdes.serializerFor(type, false).serialize("t", read))
			.isEqualTo(bytes("{\"a\":[{\"origin\":\"JFK\"}]}"));
	}

	@Test
	void nullIsNullBothWays() {
		Serde<?> json = this.serdes.forType(ResolvableType.forClass(Flight.class), false);

		assertThat(json.deserializer().deserialize("t", null)).isNull();
		assertThat(json.serializer().serialize("t", null)).isNull();
		assertThat(this.serdes.byRuntimeType(false).serialize("t", null)).isNull();
	}

	@Test
	void subtypeOfTheDeclaredTypeIsWrittenAsWhatItIs() {
		assertThat(write(Shape.class, new Circle(2))).isEqualTo(bytes("{\"radius\":2}"));
	}

	@Test
	void jsonErrorNamesTheType() {
		Deserializer<?> deserializer = this.serdes.forType(ResolvableType.forClass(Flight.class), false).deserializer();

		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> deserializer.deserialize("t", bytes("no json")))
			.withMessageContaining(Flight.class.getName());
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> write(Unwritable.class, new Unwritable()))
			.withMessageContaining(Unwritable.class.getName());
	}

	@Test
	void objectsOfUnknownTypeAreWrittenByTheirClass() {
		Serializer<Object> serializer = this.serdes.serializerFor(ResolvableType.forClass(Object.class), false);

		assertThat(serializer.serialize("t", "a")).isEqualTo(bytes("a"));
		assertThat(serializer.serialize("t", 1)).hasSize(4);
		assertThat(serializer.serialize("t", new Flight("JFK"))).isEqualTo(bytes("{\"origin\":\"JFK\"}"));
		assertThat(serializer.serialize("t", ByteBuffer.wrap(bytes("a")))).isEqualTo(bytes("a"));
	}

	@Test
	void serdeBeanOfTheTypeWins() {
		SerdeResolver serdes = resolver(FlightSerde.class);

		assertThat(serdes.serializerFor(ResolvableType.forClass(Flight.class), false).serialize("t", new Flight("JFK")))
			.isEqualTo(bytes("JFK"));
		assertThat(serdes.byRuntimeType(false).serialize("t", new Flight("JFK"))).isEqualTo(bytes("JFK"));
		assertThat(serdes.serializerFor(ResolvableType.forClass(Circle.class), false).serialize("t", new Circle(2)))
			.isEqualTo(bytes("{\"radius\":2}"));
	}

	@Test
	void severalSerdeBeansOfOneTypeAreAnErrorThatNamesThem() {
		SerdeResolver serdes = resolver(TwoFlightSerdes.class);

		assertThatIllegalArgumentException()
			.isThrownBy(() -> serdes.forType(ResolvableType.forClass(Flight.class), false))
			.withMessageContaining("one, two");
	}

	@Test
	void rawAndWildcardSerdeBeansAreOfNoType() {
		SerdeResolver serdes = resolver(UntypedSerdes.class);

		assertThat(serdes.serializerFor(ResolvableType.forClass(Flight.class), false).serialize("t", new Flight("JFK")))
			.isEqualTo(bytes("{\"origin\":\"JFK\"}"));
	}

	@Test
	void classIsConfiguredWithTheClientsProperties() {
		Deserializer<?> deserializer = this.serdes.deserializerByName(ConfiguredSerde.class.getName(),
				ResolvableType.forClass(Flight.class), true);

		assertThat(deserializer).isInstanceOf(StringDeserializer.class);
		assertThat(ConfiguredSerde.configured).containsEntry("url", "producer").containsEntry("more", "consumer");
		assertThat(ConfiguredSerde.key).isTrue();
	}

	@Test
	void beanIsFoundByNameAsItIs() {
		SerdeResolver serdes = resolver(UntypedSerdes.class);

		assertThat(serdes.byName("raw", ResolvableType.forClass(Flight.class), false)).isInstanceOf(Serde.class);
		assertThat(serdes.byName("reader", ResolvableType.forClass(Flight.class), false).deserializer())
			.isInstanceOf(StringDeserializer.class);
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> serdes.byName("reader", ResolvableType.forClass(Flight.class), false)
				.serializer()
				.serialize("t", null))
			.withMessageContaining("cannot write");
	}

	@Test
	void wrongNamesAreErrorsThatSayWhatIsThere() {
		SerdeResolver serdes = resolver(UntypedSerdes.class);
		ResolvableType type = ResolvableType.forClass(Flight.class);

		assertThatIllegalArgumentException().isThrownBy(() -> serdes.byName("nothing", type, false))
			.withMessageContaining("'nothing'")
			.withMessageContaining("neither");
		assertThatIllegalArgumentException().isThrownBy(() -> serdes.byName("text", type, false))
			.withMessageContaining("java.lang.String, not a Kafka Serde");
		assertThatIllegalArgumentException().isThrownBy(() -> serdes.byName("java.lang.String", type, false))
			.withMessageContaining("not a Kafka Serde");
		assertThatIllegalArgumentException().isThrownBy(() -> serdes.serializerByName("reader", type, false))
			.withMessageContaining("cannot write");
	}

	@Test
	void keyOfUndeclaredTypeIsTextWhereItIsValid() {
		Deserializer<Object> keys = SerdeResolver.textOrBytes();

		assertThat(keys.deserialize("t", bytes("abc"))).isEqualTo("abc");
		assertThat(keys.deserialize("t", bytes("Zürich"))).isEqualTo("Zürich");
		assertThat(keys.deserialize("t", new byte[] { (byte) 0xff, 1 })).isEqualTo(new byte[] { (byte) 0xff, 1 });
		assertThat(keys.deserialize("t", null)).isNull();
	}

	private byte[] write(Class<?> type, Object value) {
		return this.serdes.serializerFor(ResolvableType.forClass(type), false).serialize("t", value);
	}

	private static SerdeResolver resolver(Class<?> configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(configuration);
		return new SerdeResolver(JsonMapper.shared(), context, Map.of("url", "consumer", "more", "consumer"),
				Map.of("url", "producer"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	record Flight(String origin) {

	}

	interface Shape {

	}

	record Circle(int radius) implements Shape {

	}

	static final class Unwritable {

		public String getText() {
			throw new IllegalStateException("no text");
		}

	}

	static Serde<Flight> flightSerde() {
		return Serdes.serdeFrom((topic, flight) -> bytes(flight.origin()),
				(topic, data) -> new Flight(new String(data, StandardCharsets.UTF_8)));
	}

	@Configuration(proxyBeanMethods = false)
	static class FlightSerde {

		@Bean
		Serde<Flight> one() {
			return flightSerde();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFlightSerdes {

		@Bean
		Serde<Flight> one() {
			return flightSerde();
		}

		@Bean
		Serde<Flight> two() {
			return flightSerde();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UntypedSerdes {

		@Bean
		@SuppressWarnings("rawtypes")
		Serde raw() {
			return flightSerde();
		}

		@Bean
		Serde<?> wildcard() {
			return flightSerde();
		}

		@Bean
		StringDeserializer reader() {
			return new StringDeserializer();
		}

		@Bean
		String text() {
			return "text";
		}

	}

	public static class ConfiguredSerde extends Serdes.WrapperSerde<String> {

		static final Map<String, Object> configured = new HashMap<>();

		static boolean key;

		public ConfiguredSerde() {
			super(Serdes.String().serializer(), Serdes.String().deserializer());
		}

		@Override
		public void configure(Map<String, ?> configs, boolean isKey) {
			configured.putAll(configs);
			key = isKey;
		}

	}

}
