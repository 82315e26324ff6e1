package org.faustspring.engine.stream;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A topic that streams can come from and go through. Any thread.
 */
public interface StreamTopic {

	/**
	 * Return the topic's name.
	 * @return the name
	 */
	String name();

	/**
	 * Return what reads keys.
	 * @return the deserializer, shared by threads
	 */
	Deserializer<?> keyDeserializer();

	/**
	 * Return what reads values.
	 * @return the deserializer, shared by threads
	 */
	Deserializer<?> valueDeserializer();

	/**
	 * Return what writes values.
	 * @return the serializer, shared by threads
	 */
	Serializer<Object> valueSerializer();

}
