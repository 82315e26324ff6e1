package org.faustspring.boot.actuate.endpoint;

import java.util.List;
import java.util.Map;

import org.faustspring.app.AppFigures;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.StandbyInfo;
import org.faustspring.app.TaskInfo;
import org.faustspring.app.TimerInfo;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows what the App is doing. Any thread.
 */
@Endpoint(id = "faust")
public class FaustEndpoint {

	private final FaustApp app;

	/**
	 * Create the endpoint.
	 * @param app the App to show
	 */
	public FaustEndpoint(FaustApp app) {
		this.app = app;
	}

	/**
	 * Return what the App is doing.
	 * @return the App now
	 */
	@ReadOperation
	public AppDescriptor app() {
		List<TaskInfo> tasks = this.app.tasks();
		long lag = tasks.stream()
			.flatMap((task) -> task.lag().values().stream())
			.filter((partition) -> partition > 0)
			.mapToLong(Long::longValue)
			.sum();
		return new AppDescriptor(this.app.id(), instanceId(), this.app.state(), Failures.describe(this.app.failure()),
				this.app.settings().guarantee(), lag, tasks, this.app.standbys(), this.app.taskOwners(),
				this.app.isLeader(), this.app.timers(), channels(), this.app.figures());
	}

	/**
	 * Have the App leave its group for good, and stop: this instance is removed. It is
	 * not waited for.
	 * @param action {@code leave}
	 * @return the App just after
	 */
	@WriteOperation
	public AppDescriptor act(String action) {
		if (!"leave".equals(action)) {
			throw new InvalidEndpointRequestException("No such action: '%s'".formatted(action),
					"The action has to be 'leave'");
		}
		new Thread(this.app::leave, "faust-leave").start();
		return app();
	}

	private List<ChannelDescriptor> channels() {
		return this.app.channels()
			.stream()
			.map((channel) -> new ChannelDescriptor(channel.name(), channel.type().getName(), channel.size(),
					channel.capacity(), channel.subscribers()))
			.toList();
	}

	private @Nullable String instanceId() {
		try {
			return this.app.instanceId();
		}
		catch (IllegalStateException ex) {
			// Kept in the state directory, which is not open before the first start
			return null;
		}
	}

	/**
	 * The App.
	 *
	 * @param id its id
	 * @param instanceId the stable id of this instance, {@code null} before its first
	 * start
	 * @param state what it is doing
	 * @param failure why it failed, {@code null} unless it did
	 * @param guarantee its processing guarantee
	 * @param lag messages not yet read by this instance, as far as known
	 * @param tasks the tasks of this instance
	 * @param standbys its copies of other instances' tasks
	 * @param owners task names by the instance that has them
	 * @param leader whether this instance is the one that runs timers of the leader
	 * @param timers the timers of this instance
	 * @param channels the channels of this instance
	 * @param figures figures of its commits and stores
	 */
	public record AppDescriptor(String id, @Nullable String instanceId, AppState state, @Nullable String failure,
			ProcessingGuarantee guarantee, long lag, List<TaskInfo> tasks, List<StandbyInfo> standbys,
			Map<String, List<String>> owners, boolean leader, List<TimerInfo> timers, List<ChannelDescriptor> channels,
			AppFigures figures) implements OperationResponseBody {

	}

	/**
	 * A channel.
	 *
	 * @param name its name
	 * @param type the type of its messages
	 * @param size how many messages wait or are being processed, counted once a
	 * subscriber
	 * @param capacity how many it holds a subscriber
	 * @param subscribers how many it has, agents included
	 */
	public record ChannelDescriptor(String name, String type, int size, int capacity, int subscribers) {

	}

}
