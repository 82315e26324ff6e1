package org.faustspring.boot.actuate.endpoint;

import org.faustspring.boot.actuate.endpoint.FaustAgentsEndpoint.AgentDescriptor;

import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link FaustAgentsEndpoint}:
 * an action on an unknown agent is answered by 404.
 */
@EndpointWebExtension(endpoint = FaustAgentsEndpoint.class)
public class FaustAgentsEndpointWebExtension {

	private final FaustAgentsEndpoint delegate;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 */
	public FaustAgentsEndpointWebExtension(FaustAgentsEndpoint delegate) {
		this.delegate = delegate;
	}

	/**
	 * Ask an agent to do something; what it does is not waited for.
	 * @param name its name
	 * @param action what to do
	 * @return the agent just after, or a response of status 404
	 */
	@WriteOperation
	public WebEndpointResponse<AgentDescriptor> act(@Selector String name, String action) {
		AgentDescriptor agent = this.delegate.act(name, action);
		return (agent != null) ? new WebEndpointResponse<>(agent)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
