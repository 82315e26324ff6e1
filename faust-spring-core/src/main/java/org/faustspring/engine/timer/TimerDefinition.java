package org.faustspring.engine.timer;

import java.util.Set;

import org.faustspring.app.TimerInfo;

/**
 * A timer as it was compiled. Immutable.
 *
 * @param name its name
 * @param description its method, as class and method with parameters
 * @param kind who calls it
 * @param schedule when it is due
 * @param tables with kind {@code TASK}, the tables that a task must hold
 * @param call calls the method
 */
public record TimerDefinition(String name, String description, TimerInfo.Kind kind, Schedule schedule,
		Set<String> tables, Call call) {

	/**
	 * Calls a timer's method.
	 */
	@FunctionalInterface
	public interface Call {

		/**
		 * Call it.
		 * @param partition the task's partition; of no meaning where no task calls
		 * @throws Throwable what the method throws
		 */
		void call(int partition) throws Throwable;

	}

}
