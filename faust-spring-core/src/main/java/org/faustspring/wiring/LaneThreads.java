package org.faustspring.wiring;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * Makes the threads that lanes and timers run on: virtual ones where the JVM has them and
 * they are wanted. Any thread.
 */
final class LaneThreads {

	private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

	private LaneThreads() {
	}

	static ExecutorService create(boolean virtual) {
		return Executors.newCachedThreadPool(factory(virtual));
	}

	static ThreadFactory factory(boolean virtual) {
		return factory(virtual, "faust-lane-");
	}

	static ThreadFactory factory(boolean virtual, String prefix) {
		if (virtual && Runtime.version().feature() >= FIRST_JAVA_WITH_VIRTUAL_THREADS) {
			return new VirtualThreadTaskExecutor(prefix).getVirtualThreadFactory();
		}
		AtomicInteger number = new AtomicInteger();
		return (runnable) -> {
			Thread thread = new Thread(runnable, prefix + number.getAndIncrement());
			thread.setDaemon(true);
			return thread;
		};
	}

}
