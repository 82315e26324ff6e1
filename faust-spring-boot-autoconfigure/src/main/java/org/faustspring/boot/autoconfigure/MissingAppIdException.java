package org.faustspring.boot.autoconfigure;

import org.faustspring.app.FaustStartupException;

/**
 * Neither {@code faust.id} nor {@code spring.application.name} is set.
 */
public class MissingAppIdException extends FaustStartupException {

	/**
	 * Create the exception.
	 */
	public MissingAppIdException() {
		super("The App has no id: neither 'faust.id' nor 'spring.application.name' is set");
	}

}
