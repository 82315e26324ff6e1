package org.faustspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where the results of an {@link Agent} go. Exactly one of {@link #topic()},
 * {@link #channel()}, {@link #bean()} and {@link #agent()} is set; repeat the annotation
 * for several destinations, which are served in order.
 * <p>
 * A topic's records join the commit of the event they result from: under exactly-once
 * they are in its transaction. Channels get results when the handler and all its sinks
 * have succeeded. Message channels and beans are called when every record of the event
 * has been prepared; if one throws, the event counts as failed and its records are not
 * sent.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(Sinks.class)
public @interface Sink {

	/**
	 * Name of the Kafka topic to send to.
	 * @return the name, or empty
	 */
	String topic() default "";

	/**
	 * Name of a {@link org.faustspring.channel.Channel} bean or of a Spring
	 * {@code MessageChannel} bean.
	 * @return the name, or empty
	 */
	String channel() default "";

	/**
	 * Name of a bean that implements {@link org.faustspring.sink.Sink}.
	 * @return the name, or empty
	 */
	String bean() default "";

	/**
	 * Name of an agent of this App whose first topic the results are sent to, written as
	 * that agent reads them. {@link #key()} and {@link #headers()} are as for a topic.
	 * @return the name, or empty
	 */
	String agent() default "";

	/**
	 * With {@link #topic()}: name of the {@code KafkaTemplate} bean whose serializers,
	 * interceptors and cluster are used. Default: records are encoded by type, as the
	 * agent's own are read.
	 * @return the name, or empty
	 */
	String template() default "";

	/**
	 * With {@link #topic()}: the record's key, a text with <code>#{...}</code>
	 * expressions evaluated for each result; root object is the result, variables are
	 * {@code result}, {@code event}, {@code key}, {@code value} (the agent's input) and
	 * {@code headers} (as texts). One expression alone yields an object, written by its
	 * type; {@code null} is a record without a key. Default: the event's key, as it is.
	 * @return the text, or empty for the default
	 */
	String key() default "";

	/**
	 * With {@link #topic()}: headers to add, each {@code name=text}, where the text is
	 * evaluated like {@link #key()}.
	 * @return the headers
	 */
	String[] headers() default {};

	/**
	 * With {@link #topic()}: bean name, or class name, of the Kafka {@code Serde} or
	 * {@code Serializer} that writes keys, the event's own included. Default: by the
	 * key's type.
	 * @return a name, or empty for the default
	 */
	String keySerde() default "";

	/**
	 * With {@link #topic()}: bean name, or class name, of the Kafka {@code Serde} or
	 * {@code Serializer} that writes values. Default: by the result's type.
	 * @return a name, or empty for the default
	 */
	String valueSerde() default "";

}
