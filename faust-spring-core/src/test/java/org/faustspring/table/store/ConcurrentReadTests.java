package org.faustspring.table.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads of application threads while the owner of a store goes on with its life. A
 * mistake here shows as a crash of the JVM.
 */
@Timeout(60)
class ConcurrentReadTests {

	private static final int ENTRIES = 2000;

	private static final int ROUNDS = 25;

	private static final int READERS = 4;

	private final Path root;

	ConcurrentReadTests(@TempDir Path root) {
		this.root = root;
	}

	@Test
	void readsRacingWithResetAndCloseEndInAnExceptionThatSaysSo() throws Exception {
		ExecutorService readers = Executors.newFixedThreadPool(READERS);
		try (StoreFixture fixture = new StoreFixture(this.root)) {
			for (int round = 0; round < ROUNDS; round++) {
				TaskStore store = fixture.open(StoreKind.ROCKSDB, "counts");
				store.apply(entries());
				CountDownLatch reading = new CountDownLatch(READERS);
				List<Future<Long>> reads = new ArrayList<>();
				for (int reader = 0; reader < READERS; reader++) {
					reads.add(readers.submit(readUntilClosed(store.table("counts"), reading)));
				}
				reading.await();
				store.table("counts").reset();
				store.apply(entries());

				store.close();

				for (Future<Long> read : reads) {
					assertThat(read.get(10, TimeUnit.SECONDS)).isPositive();
				}
			}
		}
		finally {
			readers.shutdownNow();
		}
	}

	@Test
	void forgottenCursorNeitherHoldsUpTheCloseNorOutlivesIt() {
		StoreFixture fixture = new StoreFixture(this.root);
		TaskStore store = fixture.open(StoreKind.ROCKSDB, "counts");
		store.apply(entries());
		StoreCursor forgotten = store.table("counts").scan(null, new byte[] { 100 });
		assertThat(forgotten.next()).isTrue();

		fixture.close();

		assertThat(forgotten.key()).hasSize(Integer.BYTES);
		assertThat(fixture.stores().nativeMemoryBytes()).isZero();
		forgotten.close();
	}

	private static Callable<Long> readUntilClosed(PartitionStore store, CountDownLatch reading) {
		return () -> {
			long steps = 0;
			boolean counted = false;
			while (true) {
				try {
					// Cursors are left to the store on purpose.
					StoreCursor cursor = store.scan(null, null);
					while (cursor.next()) {
						assertThat(cursor.value()).hasSize(100);
						store.get(cursor.key());
						steps++;
						if (!counted) {
							counted = true;
							reading.countDown();
						}
					}
					store.approximateSize();
					store.position();
				}
				catch (StoreClosedException ex) {
					if (String.valueOf(ex.getMessage()).contains("task-0")) {
						return steps;
					}
				}
			}
		};
	}

	private static StoreWrites entries() {
		StoreWrites writes = new StoreWrites();
		for (int i = 0; i < ENTRIES; i++) {
			writes.put("counts", ByteBuffer.allocate(Integer.BYTES).putInt(i).array(), new byte[100]);
		}
		return writes;
	}

}
