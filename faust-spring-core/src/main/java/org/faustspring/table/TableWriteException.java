package org.faustspring.table;

/**
 * A table was written where it cannot be: outside a handler, or by a handler whose task
 * does not own the key.
 */
public class TableWriteException extends TableException {

	/**
	 * Create the exception.
	 * @param table the name of the table
	 * @param message what was wrong, and what to do
	 */
	public TableWriteException(String table, String message) {
		super(table, message);
	}

}
