package org.faustspring.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.faustspring.engine.progress.CommitMetadataCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LeaderClaims}.
 */
class LeaderClaimsTests {

	@Test
	void whatIsWrittenIsRead() {
		Map<String, Instant> claims = Map.of("a.b-c_d", Instant.ofEpochMilli(42), "e", Instant.ofEpochMilli(7));

		assertThat(LeaderClaims.decode(LeaderClaims.encode(claims))).isEqualTo(claims);
		assertThat(LeaderClaims.decode(LeaderClaims.encode(Map.of()))).isEmpty();
	}

	@Test
	void otherTextsHoldNoClaimsAndClaimsAreNoProgress() {
		assertThat(LeaderClaims.decode(null)).isEmpty();
		assertThat(LeaderClaims.decode("")).isEmpty();
		assertThat(LeaderClaims.decode("something")).isEmpty();
		assertThat(CommitMetadataCodec.decode(LeaderClaims.encode(Map.of("a", Instant.ofEpochMilli(1))), 0)).isNull();
	}

	@Test
	void theLatestAreKeptWhereThereAreTooMany() {
		Map<String, Instant> claims = new TreeMap<>();
		for (int i = 0; i < 1000; i++) {
			claims.put("timer-%04d".formatted(i), Instant.ofEpochMilli(i));
		}

		String text = LeaderClaims.encode(claims);

		assertThat(text).hasSizeLessThanOrEqualTo(4096);
		assertThat(LeaderClaims.decode(text)).containsKey("timer-0999").doesNotContainKey("timer-0000");
	}

}
