package org.faustspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a bean method called at an interval while the App runs: on every instance, or on
 * one ({@link #onLeader()}), or by every task with its partition of tables
 * ({@link #perTask()}).
 * <p>
 * The method returns nothing and has no parameters; with {@link #perTask()} it may have
 * one, the number of the task's partition as {@code int}. A call never overlaps another
 * one of the same timer, or with {@code perTask} of the same timer and task; times that
 * pass meanwhile count as one. What it throws is logged, and the next time comes.
 * <p>
 * Every text attribute resolves <code>${...}</code> placeholders and <code>#{...}</code>
 * bean expressions. May be used as a meta-annotation.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Every {

	/**
	 * The interval from one call's beginning to the next, such as {@code 10s},
	 * {@code 500ms} or {@code PT10S}; {@code -} to switch the timer off.
	 * @return a duration
	 */
	String value();

	/**
	 * Time from the start to the first call; {@code 0s} for at once. Default: the
	 * interval.
	 * @return a duration, or empty for the default
	 */
	String initialDelay() default "";

	/**
	 * Whether exactly one instance of the group calls the method. When that instance ends
	 * another takes over: at once if it was stopped, after the session timeout if it
	 * died.
	 * @return whether it is called by the leader only
	 */
	boolean onLeader() default false;

	/**
	 * Whether every task that holds the method's tables calls it, between two events. The
	 * method reads and writes the tables of its partition; what it writes and sends is
	 * committed together, or undone if it throws.
	 * @return whether it is called by tasks
	 */
	boolean perTask() default false;

	/**
	 * With {@link #perTask()}, names of the tables that a task must hold. Default: the
	 * tables that are injected into the bean, directly or through other beans.
	 * @return names, or none for the default
	 */
	String[] tables() default {};

	/**
	 * Name of the timer, unique among the App's timers; used in logs, meters and
	 * endpoints. Default: the method's name.
	 * @return the name, or empty for the default
	 */
	String name() default "";

}
