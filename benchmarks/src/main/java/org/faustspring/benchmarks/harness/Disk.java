package org.faustspring.benchmarks.harness;

import java.io.IOException;

/**
 * The disk that broker and engines share. Stateless.
 */
final class Disk {

	private Disk() {
	}

	/**
	 * Have the system write what it has not written yet, so that it does not do so while
	 * an engine is measured; where it has no such command, nothing is done.
	 */
	static void settle() throws InterruptedException {
		try {
			new ProcessBuilder("sync").start().waitFor();
		}
		catch (IOException ex) {
			// Not a system with this command.
		}
	}

}
