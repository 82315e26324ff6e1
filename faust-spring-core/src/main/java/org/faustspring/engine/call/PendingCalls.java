package org.faustspring.engine.call;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.agent.AgentCallTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * The calls of this instance that wait for an answer, by correlation id. A call leaves
 * when it is answered, cancelled or too late, whichever comes first. Any thread.
 */
final class PendingCalls {

	private static final int ID_LENGTH = 16;

	private final Map<Long, PendingCall<?>> calls = new ConcurrentHashMap<>();

	/** First half of every id; tells replies to an earlier run. */
	private final long run = new SecureRandom().nextLong();

	private final AtomicLong next = new AtomicLong();

	private final LongAdder unknown = new LongAdder();

	private final ScheduledThreadPoolExecutor timer;

	private final Executor executor;

	/** When a call last ended without a reply; 0 if none has. */
	private volatile long unansweredAt;

	/**
	 * Create it.
	 * @param timer ends calls that are too late
	 * @param executor runs what depends on answers, which may block
	 */
	PendingCalls(ScheduledThreadPoolExecutor timer, Executor executor) {
		this.timer = timer;
		this.executor = executor;
	}

	/**
	 * Begin to wait.
	 * @param name whom the call is to, for errors
	 * @param results reads the result
	 * @param timeout how long to wait
	 * @param <R> the type of the result
	 * @return the call and its id
	 */
	<R> Added<R> add(String name, Deserializer<?> results, Duration timeout) {
		long id = this.next.getAndIncrement();
		PendingCall<R> call = new PendingCall<>(results);
		this.calls.put(id, call);
		ScheduledFuture<?> end = this.timer.schedule(() -> {
			call.completeExceptionally(new AgentCallTimeoutException(name, timeout));
		}, timeout.toNanos(), TimeUnit.NANOSECONDS);
		call.whenComplete((result, ex) -> {
			end.cancel(false);
			if (this.calls.remove(id) != null) {
				this.unansweredAt = System.nanoTime() | 1;
			}
		});
		return new Added<>(call, ByteBuffer.allocate(ID_LENGTH).putLong(this.run).putLong(id).array());
	}

	/**
	 * Complete the call that a reply belongs to; a reply that nobody waits for, such as a
	 * second one, is counted.
	 * @param reply the reply
	 */
	void answer(ConsumerRecord<byte[], byte[]> reply) {
		Header header = reply.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
		if (header == null) {
			return;
		}
		PendingCall<?> call = take(header.value());
		if (call == null) {
			this.unknown.increment();
			return;
		}
		try {
			this.executor.execute(() -> call.answer(reply));
		}
		catch (RejectedExecutionException ex) {
			// The App stops; whoever waits is still told.
			call.answer(reply);
		}
	}

	private @Nullable PendingCall<?> take(byte @Nullable [] id) {
		if (id == null || id.length != ID_LENGTH) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(id);
		return (buffer.getLong() == this.run) ? this.calls.remove(buffer.getLong()) : null;
	}

	/**
	 * Return how many calls wait.
	 * @return the number
	 */
	int size() {
		return this.calls.size();
	}

	/**
	 * Return how many replies nobody waited for.
	 * @return the number
	 */
	long unknown() {
		return this.unknown.sum();
	}

	/**
	 * Tell whether a reply may still come.
	 * @param within how long after the end of a call that is taken to be possible
	 * @return whether it may
	 */
	boolean repliesMayCome(Duration within) {
		long at = this.unansweredAt;
		return !this.calls.isEmpty() || (at != 0 && System.nanoTime() - at < within.toNanos());
	}

	/**
	 * End every call with an error.
	 * @param cause the error
	 */
	void failAll(RuntimeException cause) {
		new ArrayList<>(this.calls.values()).forEach((call) -> call.completeExceptionally(cause));
	}

	/**
	 * A call with its id.
	 *
	 * @param call the call
	 * @param id the correlation id
	 * @param <R> the type of the result
	 */
	record Added<R>(PendingCall<R> call, byte[] id) {

	}

}
