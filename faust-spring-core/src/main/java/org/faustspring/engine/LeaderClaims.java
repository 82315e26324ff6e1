package org.faustspring.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * When each timer of the leader was called last, as text that travels with the offset of
 * the leader's partition. Any thread.
 */
final class LeaderClaims {

	private static final String START = "L1";

	/** The broker's default limit. */
	private static final int MAX_LENGTH = 4096;

	private LeaderClaims() {
	}

	/**
	 * Write.
	 * @param claims times by timer
	 * @return the text; where all would be too long, the latest
	 */
	static String encode(Map<String, Instant> claims) {
		StringBuilder text = new StringBuilder(START);
		claims.entrySet().stream().sorted(Map.Entry.<String, Instant>comparingByValue().reversed()).forEach((claim) -> {
			String one = ";%s=%d".formatted(claim.getKey(), claim.getValue().toEpochMilli());
			if (text.length() + one.length() <= MAX_LENGTH) {
				text.append(one);
			}
		});
		return text.toString();
	}

	/**
	 * Read.
	 * @param text the text, or something else
	 * @return times by timer; empty if it is something else
	 */
	static Map<String, Instant> decode(@Nullable String text) {
		Map<String, Instant> claims = new TreeMap<>();
		if (text == null || !text.startsWith(START)) {
			return claims;
		}
		for (String claim : text.substring(START.length()).split(";")) {
			int separator = claim.lastIndexOf('=');
			if (separator > 0) {
				claims.put(claim.substring(0, separator),
						Instant.ofEpochMilli(Long.parseLong(claim.substring(separator + 1))));
			}
		}
		return claims;
	}

}
