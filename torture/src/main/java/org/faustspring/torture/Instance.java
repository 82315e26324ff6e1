package org.faustspring.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.faustspring.torture.app.TortureApplication;
import org.faustspring.torture.cluster.Jvm;
import org.faustspring.torture.weave.FailPoints;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An instance of the application, its process and its directory. Faults come one at a
 * time; it may be asked by any thread.
 */
final class Instance {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final double STOP_SECONDS = 45;

	private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final String name;

	private final Path directory;

	private final Path state;

	private final List<String> properties;

	private volatile @Nullable Jvm process;

	private volatile boolean asleep;

	/** Whether a fault explains that it is down or has failed. */
	private volatile boolean excused = true;

	private volatile double startedAt;

	Instance(String name, Path directory, Path state, List<String> properties) {
		this.name = name;
		this.directory = directory;
		this.state = state;
		this.properties = properties;
	}

	String name() {
		return this.name;
	}

	Path state() {
		return this.state;
	}

	Path directory() {
		return this.directory;
	}

	void start() {
		start(null);
	}

	void start(@Nullable String failPoint) {
		List<String> options = new ArrayList<>(List.of("-Xmx192m"));
		if (failPoint != null) {
			options.add("-D" + FailPoints.PROPERTY + "=" + failPoint);
		}
		try {
			Files.createDirectories(this.directory);
			Files.deleteIfExists(this.directory.resolve(TortureApplication.PORT_FILE));
			this.process = Jvm.start(this.directory, this.directory.resolve("instance.log"), options,
					TortureApplication.class.getName(), this.properties);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.asleep = false;
		this.startedAt = Console.seconds();
		this.excused = failPoint != null;
	}

	/** Whether its process lives. */
	boolean alive() {
		Jvm started = this.process;
		return started != null && started.alive();
	}

	boolean asleep() {
		return this.asleep;
	}

	boolean excused() {
		return this.excused;
	}

	void excuse() {
		this.excused = true;
	}

	double upSeconds() {
		return Console.seconds() - this.startedAt;
	}

	Jvm process() {
		return java.util.Objects.requireNonNull(this.process);
	}

	void kill() {
		this.excused = true;
		process().kill();
	}

	/** Whether it stopped by itself in time. */
	boolean stop() {
		this.excused = true;
		return process().stop((long) Patience.seconds(STOP_SECONDS));
	}

	void sleep() {
		this.asleep = true;
		process().signal("STOP");
	}

	void wake() {
		process().signal("CONT");
		this.asleep = false;
	}

	/** Wait until it can be asked and told, or has ended. */
	void awaitUp() throws InterruptedException {
		double until = Patience.clock() + 60;
		while (alive() && !Files.exists(this.directory.resolve(TortureApplication.PORT_FILE))
				&& Patience.clock() < until) {
			Thread.sleep(50);
		}
	}

	/** Whether its App runs, all of its tasks included. */
	boolean running() {
		JsonNode state = ask("state");
		return state != null && state.path("state").asString().equals("RUNNING");
	}

	long runningTasks() {
		JsonNode state = ask("state");
		return (state != null) ? state.path("running").asLong() : 0;
	}

	/** Ask it something; {@code null} if it does not answer. */
	@Nullable JsonNode ask(String what) {
		try {
			Path port = this.directory.resolve(TortureApplication.PORT_FILE);
			if (!alive() || this.asleep || !Files.exists(port)) {
				return null;
			}
			URI uri = URI.create("http://127.0.0.1:%s/%s".formatted(Files.readString(port).strip(), what));
			HttpResponse<String> response = HTTP.send(
					HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
					HttpResponse.BodyHandlers.ofString());
			return (response.statusCode() == 200) ? JSON.readTree(response.body()) : null;
		}
		catch (IOException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	/** What it said at its ends of what it had left open. */
	List<String> leaks() {
		return lines("LEAK: ");
	}

	List<String> lines(String beginning) {
		try {
			Path log = this.directory.resolve("instance.log");
			return Files.exists(log) ? Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1)
				.stream()
				.filter((line) -> line.startsWith(beginning))
				.toList() : List.of();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
