package org.faustspring.boot.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/**
 * What a client does with a broker, in one line each.
 */
final class Clients {

	private Clients() {
	}

	static void createTopic(String servers, String topic) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
			admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException("Topic '" + topic + "' was not created", ex);
		}
	}

	static KafkaProducer<String, String> producer(String servers, Map<String, Object> config) {
		Map<String, Object> all = new HashMap<>(config);
		all.put("bootstrap.servers", servers);
		return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
	}

	static void send(String servers, String topic, String... values) {
		try (KafkaProducer<String, String> producer = producer(servers, Map.of())) {
			for (String value : values) {
				producer.send(new ProducerRecord<>(topic, value));
			}
		}
	}

	static List<String> read(String servers, String topic, String group, int count) {
		List<String> values = new ArrayList<>();
		Map<String, Object> config = Map.of("bootstrap.servers", servers, "group.id", group, "auto.offset.reset",
				"earliest", "isolation.level", "read_committed");
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(config, new StringDeserializer(),
				new StringDeserializer())) {
			consumer.subscribe(List.of(topic));
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(1))
				.atMost(Duration.ofSeconds(20))
				.until(() -> {
					for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
						values.add(record.value());
					}
					return values.size() >= count;
				});
			consumer.commitSync();
		}
		return values;
	}

}
