package org.faustspring.benchmarks.harness;

/**
 * A run that has no result, or a wrong one.
 */
public class RunFailedException extends RuntimeException {

	RunFailedException(String message) {
		super(message);
	}

	RunFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
