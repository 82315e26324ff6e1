package org.faustspring.engine.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Knows which reply topics there are: who asked may be gone with its topic, and a reply
 * sent there would hold up the commit that waits for it. Asks the broker for a topic now
 * and then. Any thread.
 */
final class ReplyDestinations {

	private static final Log logger = LogFactory.getLog(ReplyDestinations.class);

	private static final long THERE_NANOS = Duration.ofSeconds(30).toNanos();

	private static final long GONE_NANOS = Duration.ofSeconds(2).toNanos();

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final Supplier<Admin> admin;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	ReplyDestinations(Supplier<Admin> admin) {
		this.admin = admin;
	}

	/**
	 * Tell whether a topic exists.
	 * @param topic the topic
	 * @return whether it does; {@code true} if nobody can tell now
	 */
	boolean exists(String topic) {
		long now = System.nanoTime();
		Known found = this.known.get(topic);
		if (found != null && now - found.until < 0) {
			return found.there;
		}
		boolean there = ask(topic);
		this.known.values().removeIf((old) -> now - old.until > 0);
		this.known.put(topic, new Known(there, System.nanoTime() + (there ? THERE_NANOS : GONE_NANOS)));
		if (!there) {
			logger.warn("Reply topic '%s' does not exist: whoever asked is gone, and is not answered".formatted(topic));
		}
		return there;
	}

	/** Ask again before the next reply. */
	void forget(String topic) {
		this.known.remove(topic);
	}

	private boolean ask(String topic) {
		try {
			this.admin.get()
				.describeTopics(List.of(topic))
				.allTopicNames()
				.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (ExecutionException ex) {
			return !(ex.getCause() instanceof UnknownTopicOrPartitionException
					|| ex.getCause() instanceof InvalidTopicException);
		}
		catch (TimeoutException ex) {
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private record Known(boolean there, long until) {

	}

}
