package org.faustspring.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CommitThread}.
 */
class CommitThreadTests {

	private final AtomicInteger woken = new AtomicInteger();

	private final CommitThread thread = new CommitThread("test-commit", this.woken::incrementAndGet);

	@AfterEach
	void close() {
		this.thread.close();
	}

	@Test
	void carriesOutInItsThreadAndWakes() {
		AtomicReference<String> name = new AtomicReference<>();
		this.thread.await(this.thread.run(() -> name.set(Thread.currentThread().getName())));

		assertThat(name).hasValue("test-commit");
		await().until(() -> this.woken.get() == 1);
	}

	@Test
	void whoeverWaitsGetsTheFailure() {
		Future<?> failing = this.thread.run(() -> {
			throw new IllegalStateException("no good");
		});

		assertThatIllegalStateException().isThrownBy(() -> this.thread.await(failing)).withMessage("no good");
		await().until(() -> this.woken.get() == 1);
	}

	@Timeout(20)
	@Test
	void interruptionIsPassedOnAndWaitedFor() {
		CountDownLatch never = new CountDownLatch(1);
		AtomicReference<String> end = new AtomicReference<>("");
		Future<?> blocked = this.thread.run(() -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				end.set("interrupted");
			}
		});

		Thread.currentThread().interrupt();
		this.thread.await(blocked);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(end).hasValue("interrupted");
	}

}
