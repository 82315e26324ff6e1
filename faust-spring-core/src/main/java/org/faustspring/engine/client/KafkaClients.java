package org.faustspring.engine.client;

import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Makes the engine's Kafka clients, configured as the application configured Kafka. The
 * caller closes what it gets. Any thread.
 */
public interface KafkaClients {

	/**
	 * Make a consumer of raw bytes.
	 * @param name what it is for, the last part of its client id
	 * @param overrides settings that take precedence; {@code group.id} included
	 * @return the consumer
	 */
	Consumer<byte[], byte[]> consumer(String name, Map<String, Object> overrides);

	/**
	 * Make a producer of raw bytes, never shared.
	 * @param name what it is for, the last part of its client id
	 * @param overrides settings that take precedence; a {@code transactional.id} makes it
	 * transactional, and without one it is not
	 * @return the producer
	 */
	Producer<byte[], byte[]> producer(String name, Map<String, Object> overrides);

	/**
	 * Make an admin client.
	 * @param name what it is for, the last part of its client id
	 * @return the client
	 */
	Admin admin(String name);

	/**
	 * Return the value of a producer setting as the application configured it.
	 * @param setting name of the setting
	 * @return the value, or {@code null} if it is not set
	 */
	@org.jspecify.annotations.Nullable
	Object producerSetting(String setting);

	/**
	 * Return the value of a consumer setting as the application configured it.
	 * @param setting name of the setting
	 * @return the value, or {@code null} if it is not set
	 */
	@org.jspecify.annotations.Nullable
	Object consumerSetting(String setting);

	/**
	 * Return where brokers are looked for, for messages.
	 * @return the bootstrap servers, separated by commas
	 */
	String bootstrapServers();

}
