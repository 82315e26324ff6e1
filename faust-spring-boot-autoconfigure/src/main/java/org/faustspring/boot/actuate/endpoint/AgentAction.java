package org.faustspring.boot.actuate.endpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.faustspring.agent.AgentHandle;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What operations can ask of an agent.
 */
enum AgentAction {

	PAUSE(AgentHandle::pause),

	RESUME(AgentHandle::resume),

	RESTART(AgentHandle::restart),

	START(AgentHandle::start),

	STOP(AgentHandle::stop);

	private final Consumer<AgentHandle> request;

	AgentAction(Consumer<AgentHandle> request) {
		this.request = request;
	}

	/**
	 * Return the action of a name.
	 * @param name the name, in any case
	 * @return the action
	 * @throws InvalidEndpointRequestException if there is none; it says which there are
	 */
	static AgentAction of(String name) {
		return Arrays.stream(values())
			.filter((action) -> action.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> {
				String reason = "Unknown action '%s'; use one of %s".formatted(name, names());
				return new InvalidEndpointRequestException(reason, reason);
			});
	}

	void perform(AgentHandle agent) {
		this.request.accept(agent);
	}

	private static String names() {
		return Arrays.stream(values())
			.map((action) -> action.name().toLowerCase(Locale.ROOT))
			.collect(Collectors.joining(", "));
	}

}
