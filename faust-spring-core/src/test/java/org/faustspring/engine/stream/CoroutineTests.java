package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.faustspring.stream.StreamClosedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Coroutine}.
 */
class CoroutineTests {

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void shutDown() {
		this.executor.shutdownNow();
	}

	@Test
	void ownerAndCoroutineTakeTurns() {
		List<Integer> seen = new ArrayList<>();
		Coroutine coroutine = new Coroutine(this.executor, (self) -> {
			for (int i = 0; i < 1000; i++) {
				seen.add(2 * i);
				self.yield();
			}
		});
		for (int i = 0; i < 1000; i++) {
			coroutine.resume();
			seen.add(2 * i + 1);
		}
		coroutine.resume();

		assertThat(coroutine.ended()).isTrue();
		assertThat(seen).hasSize(2000).isSorted();
	}

	@Test
	void interruptOfTheOwnerReachesTheCoroutine() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		List<String> seen = new ArrayList<>();
		Coroutine coroutine = new Coroutine(this.executor, (self) -> {
			try {
				entered.countDown();
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				seen.add("interrupted");
			}
		});
		Thread owner = new Thread(coroutine::resume);
		owner.start();
		entered.await();

		owner.interrupt();
		owner.join();

		assertThat(seen).containsExactly("interrupted");
	}

	@Test
	void closingUnwindsAndRunsFinallyBlocks() {
		List<String> seen = new ArrayList<>();
		Coroutine coroutine = new Coroutine(this.executor, (self) -> {
			try {
				self.yield();
				seen.add("never");
			}
			finally {
				seen.add("finally");
			}
		});
		coroutine.resume();

		assertThat(coroutine.close(Duration.ofSeconds(10))).isTrue();

		assertThat(seen).containsExactly("finally");
		assertThat(coroutine.failure()).isInstanceOf(StreamClosedException.class);
	}

	@Test
	void codeThatDoesNotEndIsLeft() {
		Coroutine coroutine = new Coroutine(this.executor, (self) -> {
			try {
				self.yield();
			}
			finally {
				while (!this.executor.isShutdown()) {
					try {
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						// It does not listen.
					}
				}
			}
		});
		coroutine.resume();

		assertThat(coroutine.close(Duration.ofMillis(50))).isFalse();
	}

}
