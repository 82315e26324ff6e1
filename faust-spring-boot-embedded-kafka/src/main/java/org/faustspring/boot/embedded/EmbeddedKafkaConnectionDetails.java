package org.faustspring.boot.embedded;

import java.util.List;

import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/**
 * Connects Spring's Kafka clients to the embedded broker. Any thread may call it.
 */
final class EmbeddedKafkaConnectionDetails implements KafkaConnectionDetails {

	private final List<String> bootstrapServers;

	EmbeddedKafkaConnectionDetails(String bootstrapServers) {
		this.bootstrapServers = List.of(bootstrapServers);
	}

	@Override
	public List<String> getBootstrapServers() {
		return this.bootstrapServers;
	}

	/*
	 * The broker speaks nothing else, so a protocol meant for the real cluster must not
	 * reach it.
	 */
	@Override
	public String getSecurityProtocol() {
		return "PLAINTEXT";
	}

}
