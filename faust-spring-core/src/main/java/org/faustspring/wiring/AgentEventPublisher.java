package org.faustspring.wiring;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentEvent;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens to agents, in order, on a thread of its own, so that listeners
 * neither hold up nor harm the workers. Any thread.
 */
final class AgentEventPublisher implements Consumer<AgentEvent>, AutoCloseable {

	private static final Log logger = LogFactory.getLog(AgentEventPublisher.class);

	/** So many wait for a listener that hangs, then the latest are dropped. */
	private static final int MOST_WAITING = 10_000;

	private static final int CLOSE_SECONDS = 2;

	private final ApplicationEventPublisher publisher;

	private final ThreadPoolExecutor executor;

	AgentEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		this.executor = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING),
				(work) -> {
					Thread thread = new Thread(work, "faust-events");
					thread.setDaemon(true);
					return thread;
				});
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void accept(AgentEvent event) {
		try {
			this.executor.execute(() -> publish(event));
		}
		catch (RejectedExecutionException ex) {
			logger.warn("%s of agent '%s' is not published: %s".formatted(event.getClass().getSimpleName(),
					event.agent().name(),
					this.executor.isShutdown() ? "the App has stopped" : "a listener of agent events hangs"));
		}
	}

	private void publish(AgentEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("A listener of %s of agent '%s' has failed; nothing else is affected"
				.formatted(event.getClass().getSimpleName(), event.agent().name()), ex);
		}
	}

	/** Publish what has happened, unless listeners take too long. */
	@Override
	public void close() {
		this.executor.shutdown();
		try {
			if (!this.executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				logger.info("Listeners of agent events are still busy; the App does not wait for them");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
