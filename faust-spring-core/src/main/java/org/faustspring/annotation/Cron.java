package org.faustspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a bean method called at times given by a cron expression while the App runs. All
 * else is as with {@link Every}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Cron {

	/**
	 * The times, as a Spring cron expression of six fields: second, minute, hour, day of
	 * month, month, day of week; {@code -} to switch the timer off.
	 * @return a cron expression
	 */
	String value();

	/**
	 * The time zone of the expression, such as {@code Europe/Berlin}. Default: that of
	 * the JVM.
	 * @return a zone, or empty for the default
	 */
	String zone() default "";

	/**
	 * As {@link Every#onLeader()}. A time that passes while no instance is the leader is
	 * made up for, once, by the next one.
	 * @return whether it is called by the leader only
	 */
	boolean onLeader() default false;

	/**
	 * As {@link Every#perTask()}.
	 * @return whether it is called by tasks
	 */
	boolean perTask() default false;

	/**
	 * As {@link Every#tables()}.
	 * @return names, or none for the default
	 */
	String[] tables() default {};

	/**
	 * As {@link Every#name()}.
	 * @return the name, or empty for the default
	 */
	String name() default "";

}
