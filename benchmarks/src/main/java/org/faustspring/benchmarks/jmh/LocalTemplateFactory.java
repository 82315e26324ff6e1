package org.faustspring.benchmarks.jmh;

import java.util.Map;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * The factory of the application's template, whose producers look for no broker: what a
 * handler sends goes out by the App's own producer.
 */
final class LocalTemplateFactory extends DefaultKafkaProducerFactory<Object, Object> {

	LocalTemplateFactory(Class<? extends Serializer<?>> values) {
		super(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, LocalClients.SERVERS,
				ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
				ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, values));
	}

	@Override
	protected Producer<Object, Object> createRawProducer(Map<String, Object> configuration) {
		Producer<Object, Object> producer = new MockProducer<>();
		for (ProducerPostProcessor<Object, Object> processor : getPostProcessors()) {
			producer = processor.apply(producer);
		}
		return producer;
	}

}
