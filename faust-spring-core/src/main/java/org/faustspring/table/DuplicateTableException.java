package org.faustspring.table;

/**
 * Two tables of one App have the same name.
 */
public class DuplicateTableException extends TableException {

	/**
	 * Create the exception.
	 * @param table the name
	 */
	public DuplicateTableException(String table) {
		super(table, "There are two tables named '%s'".formatted(table));
	}

}
