package org.faustspring.engine.call;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.faustspring.agent.AgentRef;
import org.faustspring.agent.SelfCallException;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an agent, or to whoever reads a topic. Any thread.
 *
 * @param <V> the type of the values
 * @param <R> the type of the results
 */
final class EngineAgentRef<V, R> implements AgentRef<V, R> {

	private final Calls calls;

	private final String name;

	private final Supplier<CallTarget> finder;

	private volatile @Nullable CallTarget target;

	/**
	 * Create a reference.
	 * @param calls sends calls
	 * @param name name of the agent or topic
	 * @param finder finds it, once agents are known; fails if it does not fit
	 */
	EngineAgentRef(Calls calls, String name, Supplier<CallTarget> finder) {
		this.calls = calls;
		this.name = name;
		this.finder = finder;
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * Find what it refers to, unless that is done.
	 * @return what it refers to
	 * @throws org.faustspring.app.InvalidAgentRefException if it does not fit
	 */
	CallTarget target() {
		CallTarget found = this.target;
		if (found == null) {
			found = this.finder.get();
			this.target = found;
		}
		return found;
	}

	@Override
	public CompletableFuture<Void> cast(@Nullable Object key, @Nullable V value) {
		CallTarget to = target();
		Headers headers = new RecordHeaders();
		return cast(to, to.keyBytes(headers, key), to.valueBytes(headers, value), null, headers);
	}

	@Override
	public void accept(V result, Event<?> event) {
		CallTarget to = target();
		Headers headers = new RecordHeaders();
		Long timestamp = (event.timestamp() >= 0) ? event.timestamp() : null;
		cast(to, event.rawKey(), to.valueBytes(headers, result), timestamp, headers);
	}

	private CompletableFuture<Void> cast(CallTarget to, byte @Nullable [] key, byte @Nullable [] value,
			@Nullable Long timestamp, Headers headers) {
		ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(to.topic(), null, timestamp, key, value, headers);
		UnitOfWork unit = UnitOfWork.current();
		if (unit == null) {
			return this.calls.run().cast(to, record);
		}
		unit.send(record);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public CompletableFuture<R> ask(@Nullable Object key, @Nullable V value) {
		return ask(key, value, this.calls.timeout());
	}

	@Override
	public CompletableFuture<R> ask(@Nullable Object key, @Nullable V value, Duration timeout) {
		CallTarget to = target();
		to.requireAnswers();
		Caller caller = Caller.current();
		if (caller != null) {
			caller.leaveWorker();
		}
		Headers headers = new RecordHeaders();
		byte[] keyBytes = to.keyBytes(headers, key);
		byte[] valueBytes = to.valueBytes(headers, value);
		Integer partition = null;
		CallPlaces places = this.calls.places();
		if (caller != null && places != null) {
			CallPath path = CallPath.of(caller.headers()).plus(places.of(caller));
			partition = partition(to, RequestEvent.of(to.topic(), key, value, keyBytes, valueBytes), path, places);
			path.addTo(headers);
		}
		return this.calls.run()
			.ask(to, new ProducerRecord<>(to.topic(), partition, null, keyBytes, valueBytes, headers), timeout);
	}

	/** The partition that the request has to go to, {@code null} if that is open. */
	private @Nullable Integer partition(CallTarget to, RequestEvent request, CallPath path, CallPlaces places) {
		AgentDefinition agent = to.agent();
		if (agent == null) {
			return null;
		}
		String place = places.of(agent, to.topic(), request);
		if (path.contains(place)) {
			throw selfCall(path, Objects.requireNonNull(place));
		}
		if (request.rawKey() != null) {
			return null;
		}
		Integer free = places.partitionBeside(agent, to.topic(), path);
		if (free != null && free < 0) {
			throw selfCall(path, "any of its tasks");
		}
		return free;
	}

	private SelfCallException selfCall(CallPath path, String place) {
		return new SelfCallException(
				("A call to agent '%s' would be answered by %s, which waits for the answer to this call and cannot "
						+ "process another event before it has it (who waits for whom: %s). Call the bean's method instead, "
						+ "cast and do not wait, or ask with a key that belongs to another partition")
					.formatted(this.name, place, path));
	}

	@Override
	public @Nullable R askAndWait(@Nullable Object key, @Nullable V value) {
		return Waiting.result(ask(key, value));
	}

	@Override
	public @Nullable R askAndWait(@Nullable Object key, @Nullable V value, Duration timeout) {
		return Waiting.result(ask(key, value, timeout));
	}

	@Override
	public Stream<R> map(Iterable<? extends V> values) {
		return kvmap(entries(values));
	}

	@Override
	public Stream<R> kvmap(Iterable<? extends Map.Entry<?, ? extends V>> entries) {
		return ArrivingResults.of(askAll(entries));
	}

	@Override
	public CompletableFuture<List<R>> join(Iterable<? extends V> values) {
		return kvjoin(entries(values));
	}

	@Override
	public CompletableFuture<List<R>> kvjoin(Iterable<? extends Map.Entry<?, ? extends V>> entries) {
		List<CompletableFuture<R>> asked = askAll(entries);
		CompletableFuture<List<R>> all = new CompletableFuture<>();
		asked.forEach((call) -> call.whenComplete((result, ex) -> {
			if (ex != null) {
				all.completeExceptionally(ex);
			}
		}));
		CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenRun(() -> {
			List<R> results = new ArrayList<>(asked.size());
			asked.forEach((call) -> results.add(call.join()));
			all.complete(results);
		});
		all.whenComplete((results, ex) -> {
			if (ex != null) {
				ArrivingResults.cancelAll(asked);
			}
		});
		return all;
	}

	private List<CompletableFuture<R>> askAll(Iterable<? extends Map.Entry<?, ? extends V>> entries) {
		List<CompletableFuture<R>> asked = new ArrayList<>();
		try {
			for (Map.Entry<?, ? extends V> entry : entries) {
				asked.add(ask(entry.getKey(), entry.getValue()));
			}
			return asked;
		}
		catch (RuntimeException | Error ex) {
			ArrivingResults.cancelAll(asked);
			throw ex;
		}
	}

	@SuppressWarnings("NullAway") // Entries without a key
	private static <V> List<Map.Entry<?, ? extends V>> entries(Iterable<? extends V> values) {
		List<Map.Entry<?, ? extends V>> entries = new ArrayList<>();
		values.forEach((value) -> entries.add(new AbstractMap.SimpleImmutableEntry<>(null, value)));
		return entries;
	}

	@Override
	public String toString() {
		return "AgentRef '%s'".formatted(this.name);
	}

}
