package org.faustspring.table.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.rocksdb.CompressionType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunWriters}.
 */
class RunWritersTests {

	private static final long MEMORY = 4 * 1024 * 1024;

	@Test
	void whatComesAfterLoadsWaitsForTheLastOne() {
		try (RocksSettings settings = new RocksSettings(MEMORY, CompressionType.NO_COMPRESSION);
				RunWriters writers = new RunWriters(settings, MEMORY)) {
			CompletableFuture<Void> after = new CompletableFuture<>();
			writers.begin();
			writers.begin();
			writers.afterLoads(() -> after.complete(null));

			writers.end();
			assertThat(after).isNotDone();
			writers.end();
			assertThat(after).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void aLoadThatEndsAfterTheWritersHaveIsFollowedByNothing() {
		try (RocksSettings settings = new RocksSettings(MEMORY, CompressionType.NO_COMPRESSION)) {
			RunWriters writers = new RunWriters(settings, MEMORY);
			CompletableFuture<Void> after = new CompletableFuture<>();
			writers.begin();
			writers.afterLoads(() -> after.complete(null));
			writers.close();

			writers.end();

			assertThat(after).isNotDone();
		}
	}

}
