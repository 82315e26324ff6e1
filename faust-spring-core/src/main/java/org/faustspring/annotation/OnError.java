package org.faustspring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method that decides what becomes of an event whose handler has thrown. It is a
 * method of the agent's bean, and is called after each failed attempt, on the worker's
 * thread: it must not block, and its sends and table writes are not the event's.
 * <p>
 * It returns an {@link org.faustspring.agent.ErrorDecision} and may have these
 * parameters, in any order: the exception, an {@code Event<?>}, and an {@code int}, the
 * number of the attempt that has failed. Of several methods the one with the most
 * specific exception type is called. An exception that no method is for is looked at for
 * its cause, and then left to the agent's {@link Agent#onError()}.
 * <p>
 * For an agent called per batch it is asked about events that have failed alone.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnError {

	/**
	 * Alias for {@link #exceptions()}.
	 * @return exception types
	 */
	@AliasFor("exceptions")
	Class<? extends Throwable>[] value() default {};

	/**
	 * Exception types to decide about. Default: the type of the method's exception
	 * parameter, and all without one.
	 * @return exception types
	 */
	@AliasFor("value")
	Class<? extends Throwable>[] exceptions() default {};

	/**
	 * Names of the agents to decide about. Default: all agents of the bean.
	 * @return names
	 */
	String[] agents() default {};

}
