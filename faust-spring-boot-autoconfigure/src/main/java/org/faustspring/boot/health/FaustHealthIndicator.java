package org.faustspring.boot.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentState;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.app.AppState;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;
import org.faustspring.app.TaskInfo;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationListener;

/**
 * {@link HealthIndicator} of the App. Up once the App has been running, also during later
 * rebalances; out of service before that, when it is stopped, and while an agent has
 * paused itself; down when it or one of its agents has failed, also for one task only, or
 * when a handler hangs. Asks only the App's own state, never the broker. Any thread.
 */
public class FaustHealthIndicator extends AbstractHealthIndicator implements ApplicationListener<AppStateChanged> {

	private final FaustApp app;

	private volatile boolean restored;

	/**
	 * Create the indicator.
	 * @param app the App whose health to tell
	 */
	public FaustHealthIndicator(FaustApp app) {
		super("The health of the App cannot be told");
		this.app = app;
	}

	@Override
	public void onApplicationEvent(AppStateChanged event) {
		if (event.app() == this.app) {
			switch (event.current()) {
				case STARTING -> this.restored = false;
				case RUNNING -> this.restored = true;
				default -> {
					// What has been restored stays so
				}
			}
		}
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		AppState state = this.app.state();
		List<HandlerInProgress> stalled = stalled();
		builder.withDetail("state", state);
		describeTasks(builder, this.app.tasks());
		describeAgents(builder);
		stalled.stream().findFirst().ifPresent((handler) -> builder.withDetail("stalled", describe(stalled)));
		if (state == AppState.FAILED) {
			Throwable failure = this.app.failure();
			builder.down();
			if (failure != null) {
				// Not as exception, which would be logged at each probe
				builder.withDetail("error", failure.toString());
			}
		}
		else if (!stalled.isEmpty() || this.app.agents().stream().anyMatch(this::isFailed)) {
			builder.down();
		}
		else if (isServing(state) && this.app.agents().stream().noneMatch(this::hasPausedItself)) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
	}

	private boolean isServing(AppState state) {
		return switch (state) {
			case RUNNING -> true;
			case REBALANCING, RESTORING -> this.restored;
			case CREATED, STARTING, STOPPING, STOPPED, FAILED -> false;
		};
	}

	private boolean isFailed(AgentHandle agent) {
		return agent.state() == AgentState.FAILED || !agent.forfeitedTasks().isEmpty();
	}

	private boolean hasPausedItself(AgentHandle agent) {
		return agent.state() == AgentState.PAUSED && agent.failure() != null;
	}

	private List<HandlerInProgress> stalled() {
		Duration timeout = this.app.settings().agents().stallTimeout();
		return Stream
			.concat(this.app.agents().stream().flatMap((agent) -> agent.inProgress().stream()),
					this.app.timers().stream().flatMap((timer) -> timer.inProgress().stream()))
			.filter((handler) -> handler.running().compareTo(timeout) > 0)
			.toList();
	}

	private void describeTasks(Health.Builder builder, List<TaskInfo> tasks) {
		builder.withDetail("tasks", tasks.size());
		builder.withDetail("lag",
				tasks.stream()
					.flatMap((task) -> task.lag().values().stream())
					.filter((lag) -> lag > 0)
					.mapToLong(Long::longValue)
					.sum());
		Map<String, String> restoring = new LinkedHashMap<>();
		tasks.stream()
			.flatMap((task) -> task.restoring().stream())
			.forEach((progress) -> restoring.put("%s-%d".formatted(progress.table(), progress.partition()),
					text(progress)));
		if (!restoring.isEmpty()) {
			builder.withDetail("restoring", restoring);
		}
	}

	private static String text(TaskInfo.RestoreInfo progress) {
		String text = "%d of %d".formatted(progress.restored(), progress.total());
		return (progress.secondsLeft() < 0) ? text : text + ", %d s to go".formatted(progress.secondsLeft());
	}

	private void describeAgents(Health.Builder builder) {
		Map<String, String> agents = new LinkedHashMap<>();
		for (AgentHandle agent : this.app.agents()) {
			agents.put(agent.name(), describe(agent));
		}
		builder.withDetail("agents", agents);
	}

	private static String describe(AgentHandle agent) {
		Throwable failure = agent.failure();
		if (failure != null) {
			return "%s: %s".formatted(agent.state(), failure);
		}
		List<String> forfeited = agent.forfeitedTasks();
		return (forfeited.isEmpty()) ? agent.state().toString()
				: "%s without tasks %s, which its supervisor has forfeited".formatted(agent.state(),
						String.join(", ", forfeited));
	}

	private List<Map<String, Object>> describe(List<HandlerInProgress> stalled) {
		return stalled.stream().map((handler) -> {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("agent", handler.agent());
			details.put("event", handler.event());
			details.put("running", handler.running().toString());
			details.put("stack", handler.stack());
			return details;
		}).toList();
	}

}
