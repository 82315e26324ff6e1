package org.faustspring.boot.embedded;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the embedded Kafka broker.
 */
@ConfigurationProperties("faust.embedded-kafka")
public class EmbeddedKafkaProperties {

	/**
	 * Whether to run a Kafka broker in the JVM when the application names no broker.
	 */
	private boolean enabled = true;

	/**
	 * Port on localhost; 0 takes a free one at every start.
	 */
	private int port = 0;

	/**
	 * Directory that keeps the broker's data across restarts, relative to the working
	 * directory.
	 */
	private String directory = "data/kafka";

	/**
	 * Whether to keep the data in a temporary directory that is deleted at the end, in
	 * place of 'directory'. True by default in tests that use Spring's test context.
	 */
	private boolean temporary = false;

	/**
	 * Additional broker properties, by the names Kafka gives them.
	 */
	private Map<String, String> properties = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public String getDirectory() {
		return this.directory;
	}

	public void setDirectory(String directory) {
		this.directory = directory;
	}

	public boolean isTemporary() {
		return this.temporary;
	}

	public void setTemporary(boolean temporary) {
		this.temporary = temporary;
	}

	public Map<String, String> getProperties() {
		return this.properties;
	}

	public void setProperties(Map<String, String> properties) {
		this.properties = properties;
	}

}
