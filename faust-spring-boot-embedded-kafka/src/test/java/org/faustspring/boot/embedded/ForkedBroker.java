package org.faustspring.boot.embedded;

import java.nio.file.Path;

/**
 * The program of another process that runs a broker until it is killed.
 */
final class ForkedBroker {

	private ForkedBroker() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.in(Path.of(arguments[0])).start();
		System.out.println("UP " + broker.bootstrapServers());
		Thread.currentThread().join();
	}

}
