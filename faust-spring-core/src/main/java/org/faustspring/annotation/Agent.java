package org.faustspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a bean method as an agent: a stream processor that is called with the events of
 * Kafka topics or the messages of a channel, supervised, and whose table writes and sends
 * are committed together with the offsets of what it read.
 * <p>
 * A method is called <em>per event</em> (its payload parameter is any type) or <em>per
 * batch</em> ({@link #batch()} is set and its payload parameter is a
 * {@code java.util.List}). It may return a value, an {@code Iterable}, a
 * {@code java.util.stream.Stream}, an {@code Optional}, a {@code CompletionStage} of any
 * of these, or nothing; every non-null result goes to each {@link Sink}. Further
 * parameters: {@link org.faustspring.stream.Event Event&lt;T&gt;}, the key (a second
 * parameter without an annotation), and spring-messaging's {@code @Header},
 * {@code @Headers} and {@code @Payload}. The payload's type is read from the signature. A
 * single parameter without an annotation is the payload; beside an {@code Event<T>} it is
 * the key if its type is not {@code T}. A handler that names no payload, and an
 * {@code Event<?>}, leave the value as bytes. A key whose type is not named is a
 * {@code String} where it is valid UTF-8, else {@code byte[]}. Per batch the payload is
 * {@code List<T>} or {@code List<Event<T>>}, and the keys can be had as
 * {@code @Header(KafkaHeaders.RECEIVED_KEY) List<K>}; called per event, a {@code List} is
 * the payload itself, such as a JSON list.
 * <p>
 * A method whose only parameter is an {@link org.faustspring.stream.EventStream
 * EventStream&lt;T&gt;} takes its events as one sequence: it iterates the stream and
 * returns nothing (a <em>loop</em>, run once an actor), or returns the stream that it has
 * composed (a <em>pipeline</em>, called once, at start), whose values go to each
 * {@link Sink}. {@link #concurrency()} and {@link #batch()} are not for these.
 * <p>
 * The bean is a singleton; a lazy one is created with the others.
 * <p>
 * Every text attribute resolves <code>${...}</code> placeholders and, unless it says
 * otherwise, <code>#{...}</code> bean expressions. May be used as a meta-annotation.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Agent {

	/**
	 * Name of the agent, unique in the App; used in logs, meters, endpoints and names of
	 * internal topics. Default: the method's name.
	 * @return the name, or empty for the default
	 */
	String name() default "";

	/**
	 * Names of the topics to read. An element that resolves to a comma-separated text, or
	 * an expression that resolves to a collection, stands for several names. One of this,
	 * {@link #topicPattern()} and {@link #channel()} is required.
	 * @return names or expressions
	 */
	String[] topics() default {};

	/**
	 * Regular expression of the names of the topics to read; topics that come to match
	 * later are picked up.
	 * @return the regular expression, or empty
	 */
	String topicPattern() default "";

	/**
	 * Name of the channel to consume instead of topics: of a
	 * {@link org.faustspring.channel.Channel} bean, or of the channel itself. The agent
	 * runs in the tasks whose handlers send to the channel. What it does joins the commit
	 * of the event that the message came from; tables are those of that event's task.
	 * Messages sent outside of handlers belong to no task, and have no tables.
	 * @return the name, or empty
	 */
	String channel() default "";

	/**
	 * What to group events by before the agent sees them: the name of a property of the
	 * payload, or a SpEL expression <code>#{...}</code> with the payload as root object
	 * and the variables {@code key}, {@code value}, {@code headers} (as texts) and
	 * {@code event}. Events are sent through an internal repartition topic keyed by the
	 * result, which is written by its type and must not be {@code null}.
	 * @return a property or expression, or empty
	 */
	String groupBy() default "";

	/**
	 * Number of lanes a task: events of one key stay in order, events of different keys
	 * are processed at the same time. Default: 1, in order by partition.
	 * @return the number, at least 1
	 */
	int concurrency() default 1;

	/**
	 * As {@link #concurrency()}, as a text with placeholders or expressions.
	 * @return the number as text, or empty
	 */
	String concurrencyString() default "";

	/**
	 * Most events in a batch; 0 (default): the agent is called per event.
	 * @return the number, or 0
	 */
	int batch() default 0;

	/**
	 * As {@link #batch()}, as a text with placeholders or expressions.
	 * @return the number as text, or empty
	 */
	String batchString() default "";

	/**
	 * Longest time to wait for a batch to fill, counted from its first event, such as
	 * {@code 5s} or {@code PT5S}. Default: 1 second.
	 * @return a duration, or empty for the default
	 */
	String within() default "";

	/**
	 * Whether the agent starts with the App, as {@code true} or {@code false}. Default:
	 * {@code true}.
	 * @return a boolean as text, or empty for the default
	 */
	String autoStartup() default "";

	/**
	 * Bean name, or class name, of the Kafka {@code Serde} or {@code Deserializer} that
	 * reads keys of the topics; after {@link #groupBy()} keys are read by their type.
	 * Default: by the key's type.
	 * @return a name, or empty for the default
	 */
	String keySerde() default "";

	/**
	 * Bean name, or class name, of the Kafka {@code Serde} or {@code Deserializer} that
	 * reads values. Default: by the payload's type.
	 * @return a name, or empty for the default
	 */
	String valueSerde() default "";

	/**
	 * Names of the tables the handler uses; their partitions follow the agent's topics.
	 * Default: the tables that are injected into the agent's bean, directly or through
	 * other beans. Name none by <code>{"none"}</code> for an agent that shares its bean
	 * with others but touches no table.
	 * @return names, or none for the default
	 */
	String[] tables() default {};

	/**
	 * What to do with bytes that do not deserialize: {@code dead-letter}, {@code skip} or
	 * {@code stop}. Default: {@code faust.errors.deserialization}.
	 * @return a policy, or empty for the default
	 */
	String onDeserializationError() default "";

	/**
	 * What to do with an event whose handler has thrown on every attempt:
	 * {@code dead-letter}, {@code skip} or {@code escalate}; or the name of an
	 * {@link org.faustspring.agent.AgentErrorHandler} bean, which decides after each
	 * attempt. {@link OnError} methods of the bean are asked first. Default:
	 * {@code faust.errors.handler-bean}, and {@code faust.errors.handler} without it.
	 * @return a policy or a name, or empty for the default
	 */
	String onError() default "";

	/**
	 * How often a handler is called for an event before {@link #onError()} decides.
	 * Default: {@code faust.errors.attempts}.
	 * @return the number as text, or empty for the default
	 */
	String attempts() default "";

	/**
	 * How long a failed event waits in retry topics before it is tried again, such as
	 * <code>{"10s", "1m", "1h"}</code>: first in the one of 10 seconds, and so on; after
	 * the last one {@link #onError()} decides. Events that come later do not wait, so the
	 * order of a key's events is given up for those that are retried. Name {@code none}
	 * for no retry topics. Default: {@code faust.errors.retry-delays}.
	 * @return durations, all different, or none for the default
	 */
	String[] retryDelays() default {};

	/**
	 * Who decides when an actor fails: {@code one-for-one}, {@code one-for-all},
	 * {@code forfeit}, {@code crash}, or the name of a
	 * {@link org.faustspring.supervisor.Supervisor} bean. Default:
	 * {@code faust.agents.supervisor}.
	 * @return a name, or empty for the default
	 */
	String supervisor() default "";

}
