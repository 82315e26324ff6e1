package org.faustspring.boot.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Finds ports of the IPv4 loopback address that a broker can listen on. Any thread may
 * call it.
 */
final class LocalPorts {

	private LocalPorts() {
	}

	/**
	 * Find a free port. Somebody else may take it before the caller does.
	 * @param taken a port not to return
	 * @return a port that was free a moment ago
	 */
	static int free(int taken) {
		while (true) {
			try (ServerSocket socket = bind(0)) {
				if (socket.getLocalPort() != taken) {
					return socket.getLocalPort();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException("No free port on the loopback address", ex);
			}
		}
	}

	/**
	 * Verify that a port is free.
	 * @param port the port
	 * @return the port
	 * @throws EmbeddedKafkaPortInUseException if it is taken
	 * @throws IOException if it cannot be used for another reason
	 */
	static int verifiedFree(int port) throws IOException {
		try (ServerSocket socket = bind(port)) {
			return socket.getLocalPort();
		}
		catch (BindException ex) {
			throw new EmbeddedKafkaPortInUseException(port, ex);
		}
	}

	private static ServerSocket bind(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		try {
			// As Kafka does: connections of a former run that wait to expire do not
			// matter
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), port));
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

}
