package org.faustspring.boot.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what was found, in the words of the exception, and what to change.
 *
 * @param <T> the type of the exception
 */
abstract class StartupFailureAnalyzer<T extends Throwable> extends AbstractFailureAnalyzer<T> {

	@Override
	protected final FailureAnalysis analyze(Throwable rootFailure, T cause) {
		return new FailureAnalysis(description(cause), action(cause), cause);
	}

	/**
	 * Say what was found.
	 * @param cause the exception
	 * @return whole sentences; the exception's message unless a subclass knows better
	 */
	String description(T cause) {
		return "%s.".formatted(cause.getMessage());
	}

	/**
	 * Say what to do.
	 * @param cause the exception
	 * @return whole sentences that name properties or code to change
	 */
	abstract String action(T cause);

}
