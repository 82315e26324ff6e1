package org.faustspring.topic;

import java.time.Duration;

import org.apache.kafka.common.serialization.Serde;

/**
 * Declares a topic; obtained from the App. Used by one thread.
 * <p>
 * What is declared here is what the topic is created with, and what an existing topic is
 * checked for when the App starts; what is not declared is not checked. A topic may be
 * declared several times, such as with other types, as long as the declarations agree.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface TopicBuilder<K, V> {

	/**
	 * Set the number of partitions. Default: {@code faust.topics.partitions} for a topic
	 * that is created, any for one that exists.
	 * @param count the number, at least 1
	 * @return this builder
	 */
	TopicBuilder<K, V> partitions(int count);

	/**
	 * Set the number of replicas of a topic that is created; of one that exists it is not
	 * checked. Default: {@code faust.topics.replication-factor}.
	 * @param count the number, at least 1
	 * @return this builder
	 */
	TopicBuilder<K, V> replicationFactor(short count);

	/**
	 * Set how long records are kept: {@code retention.ms}. With {@link #compacted()},
	 * records are deleted after that time although they are the last of their key.
	 * @param time the time, at least a millisecond
	 * @return this builder
	 */
	TopicBuilder<K, V> retention(Duration time);

	/**
	 * Keep the last record of each key: {@code cleanup.policy=compact}.
	 * @return this builder
	 */
	TopicBuilder<K, V> compacted();

	/**
	 * Set another setting of the topic.
	 * @param name Kafka's name of the setting, such as {@code max.message.bytes}
	 * @param value its value
	 * @return this builder
	 */
	TopicBuilder<K, V> config(String name, String value);

	/**
	 * Set how keys are read and written. Default: by type.
	 * @param serde the serde
	 * @return this builder
	 */
	TopicBuilder<K, V> keySerde(Serde<K> serde);

	/**
	 * Set how keys are read and written. Default: by type.
	 * @param beanOrClassName bean name, or class name, of a Kafka {@code Serde}
	 * @return this builder
	 */
	TopicBuilder<K, V> keySerde(String beanOrClassName);

	/**
	 * Set how values are read and written. Default: by type.
	 * @param serde the serde
	 * @return this builder
	 */
	TopicBuilder<K, V> valueSerde(Serde<V> serde);

	/**
	 * Set how values are read and written. Default: by type.
	 * @param beanOrClassName bean name, or class name, of a Kafka {@code Serde}
	 * @return this builder
	 */
	TopicBuilder<K, V> valueSerde(String beanOrClassName);

	/**
	 * Declare the topic. Before the App has started, it is created or checked by the
	 * start; in an App that has started, here and now, by a call that waits for the
	 * broker.
	 * @return the topic
	 */
	Topic<K, V> build();

}
