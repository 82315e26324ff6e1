package org.faustspring.torture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found wrong. Any thread.
 */
final class Violations {

	private static final int SHOWN_OF_A_KIND = 10;

	private final Map<String, Integer> counts = new LinkedHashMap<>();

	synchronized void add(String kind, String text) {
		int count = this.counts.merge(kind, 1, Integer::sum);
		if (count <= SHOWN_OF_A_KIND) {
			Console.say("VIOLATION %s: %s", kind, text);
		}
	}

	synchronized int count() {
		return this.counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	synchronized Map<String, Integer> counts() {
		return new LinkedHashMap<>(this.counts);
	}

}
