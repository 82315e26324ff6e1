package org.faustspring.torture;

import java.util.Random;

/**
 * A way to break something and to mend it again, by the thread of its kind.
 */
@FunctionalInterface
interface Fault {

	/**
	 * Break something and mend it.
	 * @param dice decides what and how long
	 * @return what was done
	 * @throws Exception if it could not be done, which is the rig's fault
	 */
	String inject(Random dice) throws Exception;

}
