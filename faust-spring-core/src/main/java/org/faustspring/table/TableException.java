package org.faustspring.table;

import org.jspecify.annotations.Nullable;

/**
 * Base of the errors of tables.
 */
public abstract class TableException extends RuntimeException {

	private final String table;

	TableException(String table, String message) {
		this(table, message, null);
	}

	TableException(String table, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.table = table;
	}

	/**
	 * Return the name of the table.
	 * @return the name
	 */
	public String table() {
		return this.table;
	}

}
