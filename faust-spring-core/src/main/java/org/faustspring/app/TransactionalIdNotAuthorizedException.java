package org.faustspring.app;

import org.jspecify.annotations.Nullable;

/**
 * The broker does not let the App use its transactional id.
 */
public class TransactionalIdNotAuthorizedException extends FaustStartupException {

	private final String transactionalId;

	/**
	 * Create the exception.
	 * @param transactionalId the transactional id
	 * @param cause the error behind it, or {@code null}
	 */
	public TransactionalIdNotAuthorizedException(String transactionalId, @Nullable Throwable cause) {
		super("Not authorized to use transactional id '%s'".formatted(transactionalId), cause);
		this.transactionalId = transactionalId;
	}

	/**
	 * Return the transactional id.
	 * @return the transactional id
	 */
	public String transactionalId() {
		return this.transactionalId;
	}

}
