package org.faustspring.table;

/**
 * A partition of a table cannot be read yet, because it is being restored or assigned.
 * Try again later.
 */
public class TableNotReadyException extends TableException {

	/**
	 * Create the exception.
	 * @param table the name of the table
	 * @param message which partition, and how far it is
	 */
	public TableNotReadyException(String table, String message) {
		super(table, message);
	}

}
