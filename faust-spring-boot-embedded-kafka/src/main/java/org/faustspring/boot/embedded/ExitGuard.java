package org.faustspring.boot.embedded;

import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka from ending the JVM of the application: while a broker of this JVM lives, a
 * fatal fault of the broker is logged instead, or, on the thread that starts the broker,
 * left to the exception that follows. Any thread may call it.
 */
final class ExitGuard {

	private static final Logger logger = LoggerFactory.getLogger(ExitGuard.class);

	private static final ThreadLocal<Boolean> STARTING = ThreadLocal.withInitial(() -> false);

	private static int holders;

	private ExitGuard() {
	}

	/**
	 * Guard a broker that this thread starts now, until {@link #release()}.
	 */
	static synchronized void acquire() {
		STARTING.set(true);
		if (holders++ == 0) {
			Exit.setExitProcedure(ExitGuard::report);
			Exit.setHaltProcedure(ExitGuard::report);
		}
	}

	/**
	 * The broker that this thread started is up.
	 */
	static void started() {
		STARTING.remove();
	}

	/**
	 * End the guard of one broker, up or not.
	 */
	static synchronized void release() {
		STARTING.remove();
		if (--holders == 0) {
			Exit.resetExitProcedure();
			Exit.resetHaltProcedure();
		}
	}

	/*
	 * Returns instead of throwing: Kafka's start-up code then goes on to clean up and
	 * throws the failure that made it ask for the exit.
	 */
	private static void report(int status, @Nullable String message) {
		if (STARTING.get()) {
			return;
		}
		logger.error("Embedded Kafka met a fatal fault and asked to end the JVM with status {}{}. The application goes "
				+ "on, but the broker may no longer answer: see the error logged before this line, and restart.",
				status, (message != null) ? ": " + message : "");
	}

}
