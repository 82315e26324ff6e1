package org.faustspring.engine.task;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.faustspring.agent.ErrorDecision;
import org.faustspring.agent.SelfCallException;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.deadletter.ReplayTarget;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.stream.Event;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Decides what happens to an event that failed, and does it: try again, dead-letter, skip
 * or ask the supervisor. One an actor; belongs to the task's worker.
 */
final class Failures {

	private static final Log logger = LogFactory.getLog(Failures.class);

	private static final String BY_POLICY = "as the policy 'skip' says";

	private final EngineAgent agent;

	private final String appId;

	private final FaustSettings.Errors errors;

	private final FaustSettings.Agents agents;

	private final Escalation escalation;

	private final ErrorHandling handling;

	private final DeadLetters deadLetters;

	private final Replies replies;

	private final RetrySender retries;

	private final BooleanSupplier stopping;

	Failures(EngineAgent agent, String task, FaustSettings settings, DeadLetters deadLetters, Replies replies,
			RetrySender retries, BooleanSupplier stopping, java.util.function.Consumer<Throwable> stopApp) {
		this.agent = agent;
		this.appId = settings.id();
		this.errors = settings.errors();
		this.agents = settings.agents();
		this.escalation = new Escalation(agent, task, settings.agents(), stopApp);
		this.handling = new ErrorHandling(agent);
		this.deadLetters = deadLetters;
		this.replies = replies;
		this.retries = retries;
		this.stopping = stopping;
	}

	/** Whether a record that was sent back is for this actor's agent. */
	boolean concerns(ReplayTarget target) {
		return target.agent().equals(this.agent.name()) && target.group().equals(this.appId);
	}

	/** Forget restarts: the agent was started again. */
	void begin() {
		this.escalation.begin();
	}

	/**
	 * Deal with bytes that do not deserialize.
	 * @return whether the delivery is done; if not, the agent has stopped at it
	 */
	boolean undeserializable(Delivery delivery, EventUnit unit, Throwable cause) {
		AgentDefinition definition = this.agent.definition();
		this.agent.stats(delivery.sourceTopic()).undeserializable.increment();
		DeserializationErrorPolicy policy = definition.deserializationErrors();
		switch (policy) {
			case DEAD_LETTER -> {
				return deadLetter(delivery, unit, cause, "does not deserialize (%s)".formatted(root(cause)));
			}
			case SKIP -> skip(delivery, unit, "does not deserialize (%s)".formatted(root(cause)), cause, BY_POLICY);
			case STOP -> {
				logger.error("Agent '%s' stops at %s, which does not deserialize: the policy is 'stop'. Once it does, "
					.formatted(definition.name(), delivery.place()) + "start the agent again and it takes up there",
						cause);
				this.agent.fail(cause);
			}
		}
		return policy != DeserializationErrorPolicy.STOP;
	}

	/**
	 * Deal with a handler that threw.
	 * @return whether the delivery is done; if not, it is tried again, or the agent has
	 * stopped at it
	 */
	boolean thrown(Delivery delivery, EventUnit unit, Throwable cause, Actor actor) {
		if (this.stopping.getAsBoolean()) {
			// Handlers are interrupted then: the next owner of the task gets the event.
			return false;
		}
		if (unit.doomed()) {
			logger.debug("%s failed in a commit that will fail, too".formatted(delivery.place()), cause);
			return true;
		}
		delivery.failures++;
		this.agent.stats(delivery.sourceTopic()).errors.increment();
		ErrorDecision decision = this.handling.decide(delivery, cause, actor);
		if (decision instanceof ErrorDecision.Retry retry) {
			retryLater(delivery, retry.delay(), cause, "as its error handler says");
			return false;
		}
		if (decision instanceof ErrorDecision.DeadLetter) {
			return deadLetter(delivery, unit, cause, "failed");
		}
		if (decision instanceof ErrorDecision.Skip) {
			skip(delivery, unit, "failed", cause, "as its error handler says");
			return true;
		}
		if (decision instanceof ErrorDecision.Escalate) {
			this.escalation.escalate(delivery, cause, actor);
			return false;
		}
		// What is in memory only has no record to send to a topic.
		if (decision instanceof ErrorDecision.RetryTopic retry && delivery.payload == null) {
			Duration delay = retry.delay();
			int step = (delay == null) ? this.retries.next(delivery)
					: this.retries.any() ? this.retries.step(delay) : -1;
			return retryTopic(delivery, unit, cause, step, delay) || exhausted(delivery, unit, cause, actor);
		}
		return byPolicy(delivery, unit, cause, actor);
	}

	/**
	 * Whether it is there; if not, it has been through all, or there are none, or it is a
	 * message that is in memory only and has no record to send.
	 */
	private boolean retryTopic(Delivery delivery, EventUnit unit, Throwable cause, int step, @Nullable Duration delay) {
		if (step < 0 || delivery.payload != null) {
			return false;
		}
		unit.begin(delivery);
		try {
			String topic = this.retries.send(delivery, unit, cause, step, delay);
			if (topic != null) {
				logger.warn("Agent '%s': %s failed %d times; it is tried again through topic '%s': %s"
					.formatted(this.agent.name(), delivery.place(), delivery.attempts(), topic, cause));
			}
			return topic != null;
		}
		catch (RuntimeException ex) {
			unit.drop();
			logger.warn("Agent '%s': %s cannot be sent to a retry topic and goes by the policy"
				.formatted(this.agent.name(), delivery.place()), ex);
			return false;
		}
	}

	private boolean byPolicy(Delivery delivery, EventUnit unit, Throwable cause, Actor actor) {
		AgentDefinition definition = this.agent.definition();
		// A call that waits for itself will do so again.
		boolean hopeless = cause instanceof SelfCallException;
		if (!hopeless && delivery.failures < definition.attempts()) {
			retryInPlace(delivery, cause);
			return false;
		}
		if (!actor.stage().grouping() && this.agent.eventFailed(actor, cause, this.agents)) {
			// It stays at the head; a further failure counts at once.
			delivery.failures = definition.attempts() - 1;
			return false;
		}
		return (!hopeless && retryTopic(delivery, unit, cause, this.retries.next(delivery), null))
				|| exhausted(delivery, unit, cause, actor);
	}

	private boolean exhausted(Delivery delivery, EventUnit unit, Throwable cause, Actor actor) {
		HandlerErrorPolicy policy = this.agent.definition().handlerErrors();
		switch (policy) {
			case DEAD_LETTER -> {
				return deadLetter(delivery, unit, cause, "failed %d times".formatted(delivery.attempts()));
			}
			case SKIP -> skip(delivery, unit, "failed %d times".formatted(delivery.attempts()), cause, BY_POLICY);
			case ESCALATE -> this.escalation.escalate(delivery, cause, actor);
		}
		return policy != HandlerErrorPolicy.ESCALATE;
	}

	/**
	 * Deal with a batch that failed and has attempts left: it is tried again as it is.
	 * @param first its first delivery
	 * @param cause what the handler threw
	 */
	void batchThrown(Delivery first, Throwable cause) {
		if (!this.stopping.getAsBoolean()) {
			first.failures++;
			this.agent.stats(first.sourceTopic()).errors.increment();
			retryInPlace(first, cause);
		}
	}

	private void retryInPlace(Delivery delivery, Throwable cause) {
		int attempts = this.agent.definition().attempts();
		retryLater(delivery, backoff(delivery.failures), cause,
				"attempt %d of %d".formatted(delivery.failures, attempts));
	}

	private void retryLater(Delivery delivery, Duration delay, Throwable cause, String why) {
		delivery.notBefore = System.nanoTime() + delay.toNanos();
		logger.warn("Agent '%s' failed at %s (%s); it tries again in %d ms: %s".formatted(this.agent.name(),
				delivery.place(), why, delay.toMillis(), cause));
	}

	/**
	 * Tell whether a handler failed because the event's key, which is read when it is
	 * asked for, does not deserialize.
	 */
	static boolean keyUnreadable(Event<?> event, @Nullable Throwable failure) {
		if (!(failure instanceof SerializationException)) {
			return false;
		}
		try {
			event.key();
			return false;
		}
		catch (SerializationException ex) {
			return true;
		}
	}

	private Duration backoff(int failures) {
		ExponentialBackOff backOff = new ExponentialBackOff(Math.max(1, this.errors.backoff().toMillis()), 2);
		backOff.setMaxInterval(Math.max(1, this.errors.backoffMax().toMillis()));
		backOff.setJitter(this.errors.backoffJitter().toMillis());
		BackOffExecution execution = backOff.start();
		long delay = 0;
		for (int i = 0; i < failures; i++) {
			delay = execution.nextBackOff();
		}
		return Duration.ofMillis(delay);
	}

	/**
	 * Whether it is there, or will come again; if it cannot be sent, the agent stops
	 * rather than lose it.
	 */
	private boolean deadLetter(Delivery delivery, EventUnit unit, Throwable cause, String what) {
		unit.begin(delivery);
		try {
			String other = delivery.readBy;
			// Whoever has read the record gets it if it is sent back.
			this.deadLetters.send(unit, delivery.sourceRecord(), cause, (other != null) ? other : this.agent.name());
		}
		catch (RuntimeException ex) {
			unit.drop();
			if (unit.doomed()) {
				logger.debug("%s is not dead-lettered in a commit that will fail".formatted(delivery.place()), ex);
				return true;
			}
			ex.addSuppressed(cause);
			logger.error(
					("Agent '%s' stops at %s, which %s and cannot be sent to the dead-letter topic. Nothing is lost: "
							+ "once that is mended, start the agent again and it takes up there")
						.formatted(this.agent.name(), delivery.place(), what),
					ex);
			this.agent.fail(ex);
			return false;
		}
		this.agent.stats(delivery.sourceTopic()).deadLettered.increment();
		String message = "Agent '%s': %s %s; it goes to topic '%s' and processing goes on".formatted(this.agent.name(),
				delivery.place(), what, DeadLetters.topicFor(delivery.deadLetterSource()));
		warn(message, cause);
		tellWhoAsked(delivery, unit, cause);
		return true;
	}

	/** There will be no answer. */
	private void tellWhoAsked(Delivery delivery, EventUnit unit, Throwable cause) {
		if (Replies.asked(delivery.record.headers())) {
			unit.begin(delivery);
			this.replies.fail(delivery.record.headers(), delivery.place(), cause, unit);
		}
	}

	private void skip(Delivery delivery, EventUnit unit, String what, Throwable cause, String why) {
		this.agent.stats(delivery.sourceTopic()).skipped.increment();
		String message = "Agent '%s': %s %s and is skipped, %s; it is not kept anywhere else"
			.formatted(this.agent.name(), delivery.place(), what, why);
		warn(message, cause);
		tellWhoAsked(delivery, unit, cause);
	}

	/** Bad bytes come in floods, and the stack of their reader helps nobody. */
	private static void warn(String message, Throwable cause) {
		if (cause instanceof SerializationException) {
			logger.warn(message);
			logger.debug("It failed with", cause);
		}
		else {
			logger.warn(message, cause);
		}
	}

	private static String root(Throwable thrown) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(thrown);
		String message = root.getMessage();
		return root.getClass().getSimpleName()
				+ ((message != null) ? ": " + message.lines().findFirst().orElse("") : "");
	}

	/**
	 * Deal with an actor that failed without an event.
	 */
	void crashed(Throwable cause, Actor actor) {
		if (!this.stopping.getAsBoolean()) {
			this.escalation.escalate(null, cause, actor);
		}
	}

}
