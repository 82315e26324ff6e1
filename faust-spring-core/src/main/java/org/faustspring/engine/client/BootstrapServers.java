package org.faustspring.engine.client;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Where a client looks for brokers. Any thread.
 *
 * @param addresses {@code host:port} pairs, in lower case
 */
record BootstrapServers(Set<String> addresses) {

	/**
	 * Read a setting.
	 * @param setting the value of {@code bootstrap.servers}: text, a collection or
	 * nothing
	 * @return the servers, none if there is no setting
	 */
	static BootstrapServers of(@Nullable Object setting) {
		Stream<String> parts = Stream.empty();
		if (setting instanceof Collection<?> collection) {
			parts = collection.stream().map(String::valueOf);
		}
		else if (setting != null) {
			parts = Arrays.stream(setting.toString().split(","));
		}
		return new BootstrapServers(parts.map((part) -> part.trim().toLowerCase(Locale.ROOT))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.toCollection(LinkedHashSet::new)));
	}

	/**
	 * Whether both name one cluster. An address belongs to one cluster, so one in common
	 * is enough: lists of the same cluster are often of different length.
	 * @param other the other servers
	 * @return {@code true} if they have an address in common
	 */
	boolean shareClusterWith(BootstrapServers other) {
		return this.addresses.stream().anyMatch(other.addresses::contains);
	}

	boolean isEmpty() {
		return this.addresses.isEmpty();
	}

	@Override
	public String toString() {
		return String.join(",", this.addresses);
	}

}
