package org.faustspring.torture.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Forwards TCP connections to a port, late or not at all if so told. Any thread.
 */
public final class Link implements AutoCloseable {

	private static final long LOOK_AGAIN_MILLIS = 20;

	private final int target;

	private final ServerSocket server;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private volatile long delayMillis;

	private volatile boolean stalled;

	private volatile boolean refusing;

	Link(int target) throws IOException {
		this.target = target;
		this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
		start(this::accept, "accept");
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Forward everything late.
	 * @param millis how late; 0 for at once
	 */
	public void delay(long millis) {
		this.delayMillis = millis;
	}

	/**
	 * Forward nothing, though connections stay and can be made.
	 * @param now whether
	 */
	public void stall(boolean now) {
		this.stalled = now;
	}

	/**
	 * Refuse connections.
	 * @param now whether
	 */
	public void refuse(boolean now) {
		this.refusing = now;
	}

	/**
	 * Cut all connections.
	 */
	public void cut() {
		this.sockets.forEach(Link::close);
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				connect(this.server.accept());
			}
			catch (IOException ex) {
				// Closed, or the next one is waited for
			}
		}
	}

	private void connect(Socket client) {
		if (this.refusing) {
			close(client);
			return;
		}
		try {
			Socket broker = new Socket(InetAddress.getLoopbackAddress(), this.target);
			client.setTcpNoDelay(true);
			broker.setTcpNoDelay(true);
			this.sockets.add(client);
			this.sockets.add(broker);
			start(() -> forward(client, broker), "up");
			start(() -> forward(broker, client), "down");
		}
		catch (IOException ex) {
			close(client);
		}
	}

	private void forward(Socket from, Socket to) {
		byte[] buffer = new byte[65536];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			int length = in.read(buffer);
			while (length >= 0) {
				hold();
				out.write(buffer, 0, length);
				length = in.read(buffer);
			}
		}
		catch (IOException ex) {
			// One end is gone, so the other goes
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.sockets.remove(from);
			this.sockets.remove(to);
		}
	}

	private void hold() throws InterruptedException {
		long delay = this.delayMillis;
		if (delay > 0) {
			Thread.sleep(delay);
		}
		while (this.stalled) {
			Thread.sleep(LOOK_AGAIN_MILLIS);
		}
	}

	private void start(Runnable task, String name) {
		Thread thread = new Thread(null, task, "link-%d-%s".formatted(this.target, name), 128 * 1024);
		thread.setDaemon(true);
		thread.start();
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// It is gone
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			// It is gone
		}
		cut();
	}

}
