package org.faustspring.engine.task;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.faustspring.agent.SelfCallException;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.engine.call.Replies;
import org.faustspring.engine.deadletter.DeadLetters;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.stream.Event;
import org.faustspring.supervisor.ActorFailure;
import org.faustspring.supervisor.SupervisorDecision;
import org.faustspring.supervisor.SupervisorDecision.Restart;
import org.faustspring.supervisor.SupervisorDecision.StopAgent;
import org.faustspring.supervisor.SupervisorDecision.StopApp;
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

	private final EngineAgent agent;

	private final String task;

	private final FaustSettings.Errors errors;

	private final FaustSettings.Agents agents;

	private final DeadLetters deadLetters;

	private final Replies replies;

	private final BooleanSupplier stopping;

	private final java.util.function.Consumer<Throwable> stopApp;

	private int restarts;

	private long restartsSince;

	Failures(EngineAgent agent, String task, FaustSettings settings, DeadLetters deadLetters, Replies replies,
			BooleanSupplier stopping, java.util.function.Consumer<Throwable> stopApp) {
		this.agent = agent;
		this.task = task;
		this.errors = settings.errors();
		this.agents = settings.agents();
		this.deadLetters = deadLetters;
		this.replies = replies;
		this.stopping = stopping;
		this.stopApp = stopApp;
	}

	/** Forget restarts: the agent was started again. */
	void begin() {
		this.restarts = 0;
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
			case SKIP -> skip(delivery, unit, "does not deserialize (%s)".formatted(root(cause)), cause);
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
		AgentDefinition definition = this.agent.definition();
		delivery.failures++;
		this.agent.stats(delivery.sourceTopic()).errors.increment();
		if (delivery.failures < definition.attempts() && !(cause instanceof SelfCallException)) {
			Duration delay = backoff(delivery.failures);
			delivery.notBefore = System.nanoTime() + delay.toNanos();
			logger.warn("Agent '%s' failed at %s (attempt %d of %d); it tries again in %d ms: %s".formatted(
					definition.name(), delivery.place(), delivery.failures, definition.attempts(), delay.toMillis(),
					cause));
			return false;
		}
		HandlerErrorPolicy policy = definition.handlerErrors();
		switch (policy) {
			case DEAD_LETTER -> {
				return deadLetter(delivery, unit, cause, "failed %d times".formatted(delivery.failures));
			}
			case SKIP -> skip(delivery, unit, "failed %d times".formatted(delivery.failures), cause);
			case ESCALATE -> escalate(delivery, cause, actor);
		}
		return policy != HandlerErrorPolicy.ESCALATE;
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
		BackOffExecution execution = backOff.start();
		long delay = 0;
		for (int i = 0; i < failures; i++) {
			delay = execution.nextBackOff();
		}
		return Duration.ofMillis(delay);
	}

	/** Whether it is there; if it cannot be sent, the agent stops rather than lose it. */
	private boolean deadLetter(Delivery delivery, EventUnit unit, Throwable cause, String what) {
		unit.begin(delivery);
		try {
			this.deadLetters.send(unit, delivery.sourceRecord(), cause);
		}
		catch (RuntimeException ex) {
			unit.drop();
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

	private void skip(Delivery delivery, EventUnit unit, String what, Throwable cause) {
		this.agent.stats(delivery.sourceTopic()).skipped.increment();
		String message = "Agent '%s': %s %s and is skipped, as the policy 'skip' says; it is not kept anywhere else"
			.formatted(this.agent.name(), delivery.place(), what);
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
			decide("between events", "its actor restarts in %d ms", cause, actor);
		}
	}

	private void escalate(Delivery delivery, Throwable cause, Actor actor) {
		if (decide("at " + delivery.place(), "its actor restarts in %d ms and gets the event again", cause, actor)) {
			// The event's attempts are used up: a further failure escalates at once.
			delivery.failures = this.agent.definition().attempts() - 1;
		}
	}

	/** Whether the supervisor has the actor restart. */
	private boolean decide(String where, String restarts, Throwable cause, Actor actor) {
		long now = System.nanoTime();
		if (this.restarts == 0 || now - this.restartsSince > this.agents.restartPeriod().toNanos()) {
			this.restarts = 0;
			this.restartsSince = now;
		}
		ActorFailure failure = new ActorFailure(this.agent.name(), this.task,
				where.startsWith("at ") ? where.substring(3) : where, this.restarts, cause);
		SupervisorDecision decision = this.agent.definition().supervisor().onFailure(failure);
		if (decision instanceof Restart restart) {
			this.restarts++;
			logger.warn("Agent '%s' failed %s; %s".formatted(this.agent.name(), where,
					restarts.formatted(restart.delay().toMillis())), cause);
			actor.begin();
			actor.rest(restart.delay());
			return true;
		}
		if (decision instanceof StopAgent) {
			logger.error(("Agent '%s' stops %s: its supervisor gives up. Nothing is lost: it takes up there when it "
					+ "is started again")
				.formatted(this.agent.name(), where), cause);
			this.agent.fail(cause);
		}
		else if (decision instanceof StopApp) {
			logger.error("Agent '%s' failed %s: its supervisor stops the App".formatted(this.agent.name(), where),
					cause);
			this.agent.fail(cause);
			this.stopApp.accept(cause);
		}
		return false;
	}

}
