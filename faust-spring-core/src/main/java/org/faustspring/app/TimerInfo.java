package org.faustspring.app;

import java.time.Instant;
import java.util.List;

import org.faustspring.agent.HandlerInProgress;
import org.jspecify.annotations.Nullable;

/**
 * A timer as it is now on this instance, with figures since the App's start.
 *
 * @param name the timer's name
 * @param kind who calls it
 * @param schedule when it is called, such as {@code every PT10S}
 * @param handler the method behind it, as class and method
 * @param tables with {@link Kind#TASK}, the tables that a task must hold; else empty
 * @param runs calls that returned
 * @param errors calls that threw
 * @param lastRun when the last call began, {@code null} if there was none
 * @param lastError what the last call that threw has thrown, {@code null} if none did
 * @param inProgress calls that have not returned yet; {@code event} names the task
 */
public record TimerInfo(String name, Kind kind, String schedule, String handler, List<String> tables, long runs,
		long errors, @Nullable Instant lastRun, @Nullable String lastError, List<HandlerInProgress> inProgress) {

	/**
	 * Who calls a timer.
	 */
	public enum Kind {

		/** Every instance. */
		INSTANCE,

		/** The one instance that is the leader. */
		LEADER,

		/** Every task that holds the timer's tables. */
		TASK

	}

}
