package org.faustspring.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.faustspring.sink.Sink;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * Calls an agent from anywhere: the call goes through the agent's topic to the instance
 * that owns the key's partition, and an answer comes back through this instance's reply
 * topic. Injected by the agent's name or its types, or obtained from the App. Safe for
 * any thread.
 * <p>
 * What is asked is sent at once, inside a handler too: it is not undone if the handler
 * fails. What is cast inside a handler is part of its event. A call whose answer does not
 * come in time ends with {@link AgentCallTimeoutException}, one that the agent fails on
 * for good with {@link AgentCallException}; one that could only be answered by a handler
 * that waits for it throws {@link SelfCallException} at once. Cancelling a future ends
 * the call here; the agent may process it all the same.
 *
 * @param <V> the type of the values that the agent takes
 * @param <R> the type of its results; {@link Void} if it has none
 */
public interface AgentRef<V, R> extends Sink<V> {

	/**
	 * Return the name of the agent, or of the topic that is called.
	 * @return the name
	 */
	String name();

	/**
	 * Send a value without a key and wait for nothing.
	 * @param value the value
	 * @return completes when the brokers have it; inside a handler at once, since it is
	 * sent when the event is done
	 */
	default CompletableFuture<Void> cast(V value) {
		return cast(null, value);
	}

	/**
	 * Send a value and wait for nothing.
	 * @param key the key, or {@code null}
	 * @param value the value, or {@code null} for a tombstone
	 * @return completes when the brokers have it; inside a handler at once, since it is
	 * sent when the event is done
	 */
	CompletableFuture<Void> cast(@Nullable Object key, @Nullable V value);

	/**
	 * Ask, for no longer than {@code faust.calls.timeout}.
	 * @param key the key, or {@code null}
	 * @param value the value, or {@code null} for a tombstone
	 * @return the agent's first result, {@code null} if it has none
	 * @throws SelfCallException if only a handler that waits for this could answer
	 */
	CompletableFuture<R> ask(@Nullable Object key, @Nullable V value);

	/**
	 * Ask.
	 * @param key the key, or {@code null}
	 * @param value the value, or {@code null} for a tombstone
	 * @param timeout how long the answer may take
	 * @return the agent's first result, {@code null} if it has none
	 * @throws SelfCallException if only a handler that waits for this could answer
	 */
	CompletableFuture<R> ask(@Nullable Object key, @Nullable V value, Duration timeout);

	/**
	 * Ask and wait for the answer, no longer than {@code faust.calls.timeout}.
	 * @param key the key, or {@code null}
	 * @param value the value, or {@code null} for a tombstone
	 * @return the agent's first result, {@code null} if it has none
	 * @throws AgentCallException if the agent failed
	 * @throws AgentCallTimeoutException if there is no answer in time
	 * @throws SelfCallException if only a handler that waits for this could answer
	 * @throws java.util.concurrent.CancellationException if the thread is interrupted; it
	 * stays so
	 */
	@Nullable R askAndWait(@Nullable Object key, @Nullable V value);

	/**
	 * Ask and wait for the answer.
	 * @param key the key, or {@code null}
	 * @param value the value, or {@code null} for a tombstone
	 * @param timeout how long the answer may take
	 * @return the agent's first result, {@code null} if it has none
	 * @throws AgentCallException if the agent failed
	 * @throws AgentCallTimeoutException if there is no answer in time
	 * @throws SelfCallException if only a handler that waits for this could answer
	 * @throws java.util.concurrent.CancellationException if the thread is interrupted; it
	 * stays so
	 */
	@Nullable R askAndWait(@Nullable Object key, @Nullable V value, Duration timeout);

	/**
	 * Ask with each value, without keys.
	 * @param values the values; all are sent before this returns
	 * @return the answers as they come; waits where there is none yet, and throws what a
	 * call ended with. Closing it, or an error in it, cancels the calls that are left
	 */
	Stream<R> map(Iterable<? extends V> values);

	/**
	 * Ask with each key and value.
	 * @param entries keys and values, such as {@link Map#entrySet()}; all are sent before
	 * this returns
	 * @return the answers as they come; see {@link #map}
	 */
	Stream<R> kvmap(Iterable<? extends Map.Entry<?, ? extends V>> entries);

	/**
	 * Ask with each value, without keys.
	 * @param values the values
	 * @return all answers, in the order of the values; if a call fails, what it ended
	 * with, and the others are cancelled, as they are if this is
	 */
	CompletableFuture<List<R>> join(Iterable<? extends V> values);

	/**
	 * Ask with each key and value.
	 * @param entries keys and values, such as {@link Map#entrySet()}
	 * @return all answers, in the order of the entries; see {@link #join}
	 */
	CompletableFuture<List<R>> kvjoin(Iterable<? extends Map.Entry<?, ? extends V>> entries);

	/**
	 * Cast a result, under the key of the event it results from.
	 * @param result the value
	 * @param event the event, whose key's bytes are passed on
	 */
	@Override
	void accept(V result, Event<?> event);

}
