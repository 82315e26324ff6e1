package org.faustspring.app;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentRef;
import org.faustspring.channel.Channel;
import org.faustspring.table.Table;
import org.faustspring.table.TableBuilder;
import org.faustspring.topic.TopicBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The App: the one orchestrator of agents and tables in an application context. Started
 * and stopped by the context. Safe for any thread; tables are declared while the context
 * is made.
 */
public interface FaustApp {

	/**
	 * Return the App's id.
	 * @return the id
	 */
	String id();

	/**
	 * Return the stable id of this instance.
	 * @return the id
	 * @throws IllegalStateException before the first start, unless it is configured
	 */
	String instanceId();

	/**
	 * Return the App's settings.
	 * @return the settings
	 */
	FaustSettings settings();

	/**
	 * Return what the App is doing.
	 * @return the state
	 */
	AppState state();

	/**
	 * Return why the App failed.
	 * @return the error, {@code null} unless the state is {@link AppState#FAILED}
	 */
	@Nullable Throwable failure();

	/**
	 * Declare a table.
	 * @param name the table's name, unique in the App: letters, digits, '.', '_', '-'
	 * @param keyType the keys' type
	 * @param valueType the values' type
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return a builder
	 */
	<K, V> TableBuilder<K, V> table(String name, Class<K> keyType, Class<V> valueType);

	/**
	 * Declare a table whose types are generic.
	 * @param name the table's name, unique in the App: letters, digits, '.', '_', '-'
	 * @param keyType the keys' type
	 * @param valueType the values' type
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return a builder
	 */
	<K, V> TableBuilder<K, V> table(String name, ParameterizedTypeReference<K> keyType,
			ParameterizedTypeReference<V> valueType);

	/**
	 * Declare a topic. Meant for the time while the context is made; in an App that has
	 * started, {@link TopicBuilder#build()} waits for the broker.
	 * @param name the topic's name in Kafka
	 * @param keyType the keys' type
	 * @param valueType the values' type
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return a builder
	 * @throws InvalidTopicException if Kafka has no topics of that name
	 */
	<K, V> TopicBuilder<K, V> topic(String name, Class<K> keyType, Class<V> valueType);

	/**
	 * Declare a topic whose types are generic.
	 * @param name the topic's name in Kafka
	 * @param keyType the keys' type
	 * @param valueType the values' type
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @return a builder
	 * @throws InvalidTopicException if Kafka has no topics of that name
	 */
	<K, V> TopicBuilder<K, V> topic(String name, ParameterizedTypeReference<K> keyType,
			ParameterizedTypeReference<V> valueType);

	/**
	 * Make a channel that holds up to 1,024 messages a subscriber.
	 * @param name the channel's name, unique in the App
	 * @param type the type of the messages
	 * @param <T> the type of the messages
	 * @return the channel
	 */
	<T> Channel<T> channel(String name, Class<T> type);

	/**
	 * Make a channel.
	 * @param name the channel's name, unique in the App
	 * @param type the type of the messages
	 * @param capacity how many messages it holds a subscriber, at least 1
	 * @param <T> the type of the messages
	 * @return the channel
	 */
	<T> Channel<T> channel(String name, Class<T> type, int capacity);

	/**
	 * Return the channels that were made and not closed, by name.
	 * @return the channels
	 */
	Collection<Channel<?>> channels();

	/**
	 * Return the agents, by name.
	 * @return the agents
	 */
	Collection<AgentHandle> agents();

	/**
	 * Return an agent.
	 * @param name the agent's name
	 * @return the agent, or {@code null} if there is none of that name
	 */
	@Nullable AgentHandle agent(String name);

	/**
	 * Return a reference to call an agent by. Name and types are checked when the App
	 * starts, or at once if it has started.
	 * @param agent the agent's name
	 * @param valueType the type of what it takes
	 * @param resultType the type of its results; {@link Void} if it has none
	 * @param <V> the type of the values
	 * @param <R> the type of the results
	 * @return the reference
	 * @throws InvalidAgentRefException if the App has started and there is no such agent
	 */
	<V, R> AgentRef<V, R> ref(String agent, Class<V> valueType, Class<R> resultType);

	/**
	 * Return a reference to call an agent by whose types are generic; see
	 * {@link #ref(String, Class, Class)}.
	 * @param agent the agent's name
	 * @param valueType the type of what it takes
	 * @param resultType the type of its results
	 * @param <V> the type of the values
	 * @param <R> the type of the results
	 * @return the reference
	 */
	<V, R> AgentRef<V, R> ref(String agent, ParameterizedTypeReference<V> valueType,
			ParameterizedTypeReference<R> resultType);

	/**
	 * Return a reference to call whoever reads a topic and replies as Spring Kafka's
	 * listeners with {@code @SendTo} do, such as an agent of another App. Values are
	 * written, and results read, by their types.
	 * @param topic the topic
	 * @param valueType the type of the values
	 * @param resultType the type of the results
	 * @param <V> the type of the values
	 * @param <R> the type of the results
	 * @return the reference
	 */
	<V, R> AgentRef<V, R> refToTopic(String topic, Class<V> valueType, Class<R> resultType);

	/**
	 * Return the declared tables, by name.
	 * @return the tables
	 */
	Collection<Table<?, ?>> tables();

	/**
	 * Return what this instance has of each table, by name.
	 * @return a line a table
	 */
	List<TableInfo> tableInfos();

	/**
	 * Return the tasks assigned to this instance.
	 * @return a line a task
	 */
	List<TaskInfo> tasks();

	/**
	 * Return the copies this instance keeps of other instances' tasks.
	 * @return a line a copy
	 */
	List<StandbyInfo> standbys();

	/**
	 * Stop the App and leave the group, whatever {@code faust.on-stop} says: this
	 * instance will not come back, and the others take its tasks at once.
	 */
	void leave();

	/**
	 * Return where all tasks of the group are, as the group's leader decided last.
	 * @return task names by instance: its URL, or its id if it has none
	 */
	Map<String, List<String>> taskOwners();

	/**
	 * Return the timers of this instance since the App's last start.
	 * @return a line a timer
	 */
	List<TimerInfo> timers();

	/**
	 * Tell whether this instance is the one that runs the timers with {@code onLeader}.
	 * As far as it knows without asking the group: one that was taken for dead finds out
	 * a moment later. To do something on one instance only, use a timer, which makes
	 * sure.
	 * @return whether it is; {@code false} on all instances if no timer has
	 * {@code onLeader}
	 */
	boolean isLeader();

	/**
	 * Return figures of the App's commits and stores.
	 * @return the figures
	 */
	AppFigures figures();

}
