package org.faustspring.boot.autoconfigure.endpoint;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the endpoint that shows tables.
 */
@ConfigurationProperties("management.endpoint.fausttables")
public class FaustTablesEndpointProperties {

	/**
	 * When to show the values of entries.
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Comma-separated list of roles that may see values when they are shown to authorized
	 * users only. When empty, all authenticated users are authorized.
	 */
	private final Set<String> roles = new LinkedHashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

}
