package org.faustspring.engine.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Spring Kafka's own factory of producers that remember instead of sending.
 */
public class MockProducerFactory<V> extends DefaultKafkaProducerFactory<String, V> {

	public static final String SERVERS = "a:9092,b:9092";

	private final List<MockProducer<String, V>> made = new ArrayList<>();

	public MockProducerFactory(Map<String, Object> settings) {
		super(settings);
	}

	/**
	 * Settings of a factory of the App's cluster.
	 * @param more settings that take precedence
	 * @return settings with serializers of text
	 */
	public static Map<String, Object> settings(Map<String, Object> more) {
		Map<String, Object> settings = new HashMap<>();
		settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, SERVERS);
		settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
		settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
		settings.putAll(more);
		return settings;
	}

	public MockProducer<String, V> onlyProducer() {
		if (this.made.size() != 1) {
			throw new IllegalStateException(this.made.size() + " producers were made");
		}
		return this.made.get(0);
	}

	public List<MockProducer<String, V>> producers() {
		return this.made;
	}

	@Override
	protected Producer<String, V> createRawProducer(Map<String, Object> rawConfigs) {
		MockProducer<String, V> mock = new MockProducer<>(true, null, (topic, key) -> new byte[0],
				(topic, value) -> new byte[0]);
		this.made.add(mock);
		Producer<String, V> producer = mock;
		for (ProducerPostProcessor<String, V> processor : getPostProcessors()) {
			producer = processor.apply(producer);
		}
		return producer;
	}

}
