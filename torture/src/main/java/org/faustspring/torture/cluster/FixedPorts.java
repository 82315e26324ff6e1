package org.faustspring.torture.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Ports for brokers that go and come back. They are below those that systems give to
 * outgoing connections, one of which could have a broker's port while it is away.
 */
final class FixedPorts {

	private static final int FIRST = 12_000;

	private static final int END = 32_000;

	private FixedPorts() {
	}

	/**
	 * Find ports that nobody listens on.
	 * @param count how many
	 * @return different ports
	 */
	static List<Integer> free(int count) {
		Random random = new Random();
		Set<Integer> ports = new LinkedHashSet<>();
		while (ports.size() < count) {
			int port = random.nextInt(FIRST, END);
			if (isFree(port)) {
				ports.add(port);
			}
		}
		return List.copyOf(ports);
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
