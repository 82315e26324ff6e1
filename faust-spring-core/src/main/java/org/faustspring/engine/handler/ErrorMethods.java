package org.faustspring.engine.handler;

import java.util.List;

import org.faustspring.agent.AgentErrorHandler;
import org.faustspring.agent.ErrorDecision;
import org.faustspring.agent.EventFailure;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of a bean's {@code @OnError} methods by the exception; where there is none
 * for it, another handler or the agent's policy decides. Any thread.
 */
final class ErrorMethods implements AgentErrorHandler {

	private final List<ErrorMethod> methods;

	private final @Nullable AgentErrorHandler otherwise;

	ErrorMethods(List<ErrorMethod> methods, @Nullable AgentErrorHandler otherwise) {
		this.methods = List.copyOf(methods);
		this.otherwise = otherwise;
	}

	@Override
	public ErrorDecision onError(EventFailure failure) {
		for (Throwable cause = failure.cause(); cause != null; cause = cause.getCause()) {
			ErrorMethod method = mostSpecific(cause);
			if (method != null) {
				return method.call(failure, cause);
			}
		}
		return (this.otherwise != null) ? this.otherwise.onError(failure) : ErrorDecision.byPolicy();
	}

	private @Nullable ErrorMethod mostSpecific(Throwable cause) {
		ErrorMethod found = null;
		int least = Integer.MAX_VALUE;
		for (ErrorMethod method : this.methods) {
			for (Class<? extends Throwable> type : method.exceptions()) {
				int distance = distance(cause.getClass(), type);
				if (distance < least) {
					least = distance;
					found = method;
				}
			}
		}
		return found;
	}

	private static int distance(Class<?> thrown, Class<?> declared) {
		int distance = 0;
		for (Class<?> type = thrown; type != null; type = type.getSuperclass()) {
			if (type == declared) {
				return distance;
			}
			distance++;
		}
		return Integer.MAX_VALUE;
	}

	/**
	 * A method.
	 *
	 * @param exceptions what it is for
	 * @param call calls it
	 */
	record ErrorMethod(List<Class<? extends Throwable>> exceptions, Call call) {

		ErrorDecision call(EventFailure failure, Throwable cause) {
			return this.call.with(failure, cause);
		}

	}

	/**
	 * Calls a method.
	 */
	@FunctionalInterface
	interface Call {

		ErrorDecision with(EventFailure failure, Throwable cause);

	}

}
