package org.faustspring.samples.flights;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application in a JVM of its own, to be stopped or killed. Its output goes to a
 * file.
 */
final class ForkedInstance implements AutoCloseable {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

	private static final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	/** Ports that somebody has, or is about to have: nobody may listen on them yet. */
	private static final Set<Integer> givenPorts = ConcurrentHashMap.newKeySet();

	private final Process process;

	private final Path output;

	private final int port;

	private ForkedInstance(Process process, Path output, int port) {
		this.process = process;
		this.output = output;
		this.port = port;
	}

	/**
	 * Start the application.
	 * @param directory where it runs
	 * @param output name of the file there for what it logs
	 * @param arguments properties as command-line arguments; the port is added
	 * @return the instance, which may not have started yet
	 * @throws IOException if there is no process
	 */
	static ForkedInstance start(Path directory, String output, Collection<String> arguments) throws IOException {
		int port = freePort();
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx384m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-DTEST_LOG_LEVEL=INFO", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						FlightDelaysApplication.class.getName(), "--server.port=" + port));
		command.addAll(arguments);
		Path file = directory.resolve(output);
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(file.toFile())
			.directory(directory.toFile())
			.start();
		return new ForkedInstance(process, file, port);
	}

	/**
	 * Find a port that nobody listens on, below those that systems give to outgoing
	 * connections: one of them could have it while a process is away that comes back.
	 * None is given twice, since tests run at the same time.
	 */
	static int freePort() throws IOException {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
			if (!givenPorts.add(port)) {
				continue;
			}
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (BindException ex) {
				// Somebody does
			}
		}
	}

	URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	/**
	 * Ask the application.
	 * @param path path of the URL
	 * @return the answer, {@code null} if it does not answer
	 * @throws IllegalStateException if it has ended
	 */
	@Nullable HttpResponse<String> get(String path) {
		verifyAlive();
		return get(uri(path));
	}

	static @Nullable HttpResponse<String> get(URI uri) {
		try {
			return http.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
					BodyHandlers.ofString());
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while asking " + uri, ex);
		}
	}

	/**
	 * Ask for airports, leaving out those that are answered by an error.
	 * @param airports IATA codes
	 * @return the answers by airport
	 */
	Map<String, AirportDelay> answers(Collection<String> airports) {
		Map<String, AirportDelay> answers = new TreeMap<>();
		for (String airport : airports) {
			HttpResponse<String> response = get("/airports/" + airport);
			if (response == null) {
				return answers;
			}
			if (response.statusCode() == 200) {
				answers.put(airport, JsonMapper.shared().readValue(response.body(), AirportDelay.class));
			}
		}
		return answers;
	}

	/**
	 * Tell whether the application is ready to serve: started, and nothing to restore.
	 * @return whether the readiness probe says so
	 */
	boolean isReady() {
		HttpResponse<String> response = get("/actuator/health/readiness");
		return response != null && response.statusCode() == 200;
	}

	JsonNode faust() {
		HttpResponse<String> response = get("/actuator/faust");
		if (response == null || response.statusCode() != 200) {
			throw new IllegalStateException("No answer from /actuator/faust:\n" + output());
		}
		return JsonMapper.shared().readTree(response.body());
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			return "(no output: " + ex + ")";
		}
	}

	private void verifyAlive() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("The application ended by itself:\n" + output());
		}
	}

	/**
	 * Stop as by Ctrl-C, and wait for the end.
	 * @throws InterruptedException if interrupted
	 */
	void stop() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("The application does not stop within " + STOP_TIMEOUT + ":\n" + output());
		}
	}

	/**
	 * Kill as by {@code kill -9}, and wait for the end.
	 * @throws InterruptedException if interrupted
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() throws InterruptedException {
		kill();
	}

}
