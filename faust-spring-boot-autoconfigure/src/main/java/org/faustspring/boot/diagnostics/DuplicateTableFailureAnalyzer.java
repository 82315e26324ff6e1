package org.faustspring.boot.diagnostics;

import org.faustspring.table.DuplicateTableException;

/**
 * Tells how to tell tables apart.
 */
class DuplicateTableFailureAnalyzer extends StartupFailureAnalyzer<DuplicateTableException> {

	@Override
	String action(DuplicateTableException cause) {
		return ("Give one of them another name in its 'FaustApp.table(\"%s\", ...)', or declare the table once, as a bean,"
				+ " and inject that bean wherever the table is used.")
			.formatted(cause.table());
	}

}
