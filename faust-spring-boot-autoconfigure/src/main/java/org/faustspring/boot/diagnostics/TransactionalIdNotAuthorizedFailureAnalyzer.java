package org.faustspring.boot.diagnostics;

import org.faustspring.app.TransactionalIdNotAuthorizedException;

/**
 * Tells how to be allowed transactions.
 */
class TransactionalIdNotAuthorizedFailureAnalyzer
		extends StartupFailureAnalyzer<TransactionalIdNotAuthorizedException> {

	@Override
	String action(TransactionalIdNotAuthorizedException cause) {
		return ("Allow the application's principal WRITE and DESCRIBE on transactional ids, for example with"
				+ " 'kafka-acls --add --allow-principal User:<name> --operation Write --operation Describe"
				+ " --transactional-id %s', best for the prefix that 'faust.id' gives"
				+ " (--resource-pattern-type prefixed). To do without transactions, set"
				+ " 'faust.processing-guarantee=at-least-once'.")
			.formatted(cause.transactionalId());
	}

}
