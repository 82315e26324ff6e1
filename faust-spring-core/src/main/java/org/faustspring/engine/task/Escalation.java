package org.faustspring.engine.task;

import java.time.Duration;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentRestarted;
import org.faustspring.app.FaustSettings;
import org.faustspring.supervisor.ActorFailure;
import org.faustspring.supervisor.SupervisorDecision;
import org.faustspring.supervisor.SupervisorDecision.Restart;
import org.faustspring.supervisor.SupervisorDecision.RestartAll;
import org.faustspring.supervisor.SupervisorDecision.StopActor;
import org.faustspring.supervisor.SupervisorDecision.StopAgent;
import org.faustspring.supervisor.SupervisorDecision.StopApp;
import org.jspecify.annotations.Nullable;

/**
 * Asks an agent's supervisor about a failed actor, and does what it decides. One an
 * actor; belongs to the task's worker.
 */
final class Escalation {

	private static final Log logger = LogFactory.getLog(Escalation.class);

	private static final String BETWEEN_EVENTS = "between events";

	private final EngineAgent agent;

	private final String task;

	private final FaustSettings.Agents settings;

	private final Consumer<Throwable> stopApp;

	private final RestartWindow restarts = new RestartWindow();

	Escalation(EngineAgent agent, String task, FaustSettings.Agents settings, Consumer<Throwable> stopApp) {
		this.agent = agent;
		this.task = task;
		this.settings = settings;
		this.stopApp = stopApp;
	}

	/** Forget restarts: the agent was started again. */
	void begin() {
		this.restarts.reset();
	}

	/**
	 * Ask, and do what is decided. The delivery is kept in every case.
	 * @param delivery what the actor failed at, {@code null} if it had no event in hand
	 * @param cause the error
	 * @param actor the actor
	 */
	void escalate(@Nullable Delivery delivery, Throwable cause, Actor actor) {
		long now = System.nanoTime();
		int soFar = this.restarts.count(now, this.settings.restartPeriod())
				+ this.agent.restarts().count(now, this.settings.restartPeriod());
		String event = (delivery != null) ? delivery.place() : BETWEEN_EVENTS;
		String place = (delivery != null) ? "at " + event : event;
		SupervisorDecision decision = decide(new ActorFailure(this.agent.name(), this.task, event, soFar, cause));
		if (decision instanceof Restart restart) {
			logger.warn("Agent '%s' failed %s; its actor restarts in %d ms%s".formatted(this.agent.name(), place,
					restart.delay().toMillis(), (delivery != null) ? " and gets the event again" : ""), cause);
			this.restarts.add(now);
			actor.begin();
			actor.rest(restart.delay());
			restarted(delivery, this.task, soFar + 1, restart.delay(), cause);
		}
		else if (decision instanceof RestartAll restart) {
			logger.warn("Agent '%s' failed %s; all its actors restart in %d ms%s".formatted(this.agent.name(), place,
					restart.delay().toMillis(), (delivery != null) ? ", and this one gets the event again" : ""),
					cause);
			this.agent.restarts().add(now);
			this.agent.restartAll(restart.delay());
			actor.restartWithAll();
			restarted(delivery, null, soFar + 1, restart.delay(), cause);
		}
		else if (decision instanceof StopActor) {
			logger.error(("Agent '%s' failed %s and processes no further events of task %s: its supervisor forfeits "
					+ "it. Nothing is lost: start the agent and it takes up there")
				.formatted(this.agent.name(), place, this.task), cause);
			actor.forfeit();
			this.agent.forfeited(actor, this.task, event, cause);
		}
		else if (decision instanceof StopAgent) {
			logger.error(("Agent '%s' stops %s: its supervisor gives up. Nothing is lost: it takes up there when it "
					+ "is started again")
				.formatted(this.agent.name(), place), cause);
			this.agent.fail(cause);
		}
		else if (decision instanceof StopApp) {
			logger.error("Agent '%s' failed %s: its supervisor stops the App".formatted(this.agent.name(), place),
					cause);
			this.agent.fail(cause);
			this.stopApp.accept(cause);
		}
	}

	/** A supervisor that fails itself must not take the worker with it. */
	private SupervisorDecision decide(ActorFailure failure) {
		try {
			return this.agent.definition().supervisor().onFailure(failure);
		}
		catch (RuntimeException ex) {
			logger.error("The supervisor of agent '%s' has failed itself: the agent stops".formatted(this.agent.name()),
					ex);
			return new StopAgent();
		}
	}

	private void restarted(@Nullable Delivery delivery, @Nullable String restartedTask, int number, Duration delay,
			Throwable cause) {
		if (delivery != null) {
			// The event's attempts are used up: a further failure escalates at once.
			delivery.failures = this.agent.definition().attempts() - 1;
		}
		this.agent.publish(new AgentRestarted(this.agent, restartedTask,
				(delivery != null) ? delivery.place() : BETWEEN_EVENTS, number, delay, cause));
	}

}
