package org.faustspring.integration;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.faustspring.app.FaustApp;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.Table;
import org.faustspring.table.TableNotReadyException;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.awaitility.Awaitility.await;

/**
 * A table of counts that tells whenever a value is looked at, as whoever writes a commit
 * does. For one test at a time in a JVM.
 */
final class WatchedCounts {

	private static volatile Runnable watch = () -> {
	};

	private WatchedCounts() {
	}

	/**
	 * Have something run when a value is looked at, on the thread that does.
	 * @param action what to run
	 */
	static void watch(Runnable action) {
		watch = action;
	}

	/** Whether this is a thread that carries commits out beside a worker. */
	static boolean onCommitThread() {
		return Thread.currentThread().getName().endsWith("-commit");
	}

	static Count next(Count count) {
		return new Count(count.number() + 1);
	}

	@SuppressWarnings("unchecked")
	static long of(TestApp app, String key) {
		return Objects.requireNonNull(((Table<String, Count>) app.bean(Table.class)).get(key)).number();
	}

	static void awaitCount(TestApp app, String key, long expected) {
		await().atMost(Duration.ofSeconds(20))
			.ignoreException(TableNotReadyException.class)
			.until(() -> of(app, key) == expected);
	}

	/** What each count of a key is on its way to a number. */
	static List<String> upTo(int number) {
		return IntStream.rangeClosed(1, number).mapToObj(String::valueOf).toList();
	}

	record Count(long number) {

		@Override
		public long number() {
			watch.run();
			return this.number;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Count> counts(FaustApp app) {
			return app.table("counts", String.class, Count.class).defaultValue(new Count(0)).build();
		}

	}

}
