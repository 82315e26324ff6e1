package org.faustspring.boot.autoconfigure;

/**
 * How different two texts are.
 */
final class EditDistance {

	private EditDistance() {
	}

	/**
	 * Count the characters to insert, delete or replace to make one text of another.
	 * @param from one text
	 * @param to the other
	 * @return the least number of changes
	 */
	static int between(String from, String to) {
		int[] previous = new int[to.length() + 1];
		for (int column = 0; column <= to.length(); column++) {
			previous[column] = column;
		}
		for (int row = 1; row <= from.length(); row++) {
			int[] current = new int[to.length() + 1];
			current[0] = row;
			for (int column = 1; column <= to.length(); column++) {
				int replaced = previous[column - 1] + ((from.charAt(row - 1) != to.charAt(column - 1)) ? 1 : 0);
				current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
