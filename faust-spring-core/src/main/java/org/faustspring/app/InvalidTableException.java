package org.faustspring.app;

/**
 * A table is declared in a way that cannot work.
 */
public class InvalidTableException extends FaustStartupException {

	private final String table;

	private final String problem;

	private final String remedy;

	/**
	 * Create the exception.
	 * @param table the table's name
	 * @param problem what is wrong
	 * @param remedy what to change
	 */
	public InvalidTableException(String table, String problem, String remedy) {
		super("Table '%s': %s".formatted(table, problem));
		this.table = table;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the table's name.
	 * @return the table's name
	 */
	public String table() {
		return this.table;
	}

	/**
	 * Return what is wrong.
	 * @return what is wrong
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Return what to change.
	 * @return what to change
	 */
	public String remedy() {
		return this.remedy;
	}

}
