package org.faustspring.table.store;

/**
 * A store or cursor was used after it was closed, usually because its task has moved to
 * another instance.
 */
public class StoreClosedException extends IllegalStateException {

	StoreClosedException(String message) {
		super(message);
	}

}
