package org.faustspring.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.faustspring.benchmarks.engine.EngineMain;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.FirstEvent;

/**
 * One engine at work, in a JVM of its own. One thread.
 */
final class EngineProcess implements AutoCloseable {

	/** Until the first event, a rebalance and the creation of topics included. */
	private static final Duration START = Duration.ofMinutes(2);

	private final ChildJvm jvm;

	private final long launched;

	private EngineProcess(ChildJvm jvm, long launched) {
		this.jvm = jvm;
		this.launched = launched;
	}

	static EngineProcess start(EngineSettings settings, Options options) throws IOException {
		String name = settings.group() + settings.member().instanceId();
		Path file = options.directory().resolve(name + ".properties");
		settings.save(file);
		List<String> jvmOptions = new ArrayList<>(options.engineOptions());
		Path recordings = options.recordings();
		if (recordings != null) {
			Files.createDirectories(recordings);
			jvmOptions.add("-XX:StartFlightRecording:settings=profile,dumponexit=true,filename="
					+ recordings.resolve(name + ".jfr"));
		}
		long launched = System.currentTimeMillis();
		return new EngineProcess(ChildJvm.start(jvmOptions, ClassPaths.of(settings.engine()), EngineMain.class,
				file.toString(), options.directory().resolve(name + ".log")), launched);
	}

	/**
	 * Return when the process was started.
	 * @return milliseconds since the epoch
	 */
	long launched() {
		return this.launched;
	}

	First awaitFirstEvent() throws InterruptedException {
		String[] words = this.jvm.await(FirstEvent.SIGNAL, START);
		return new First(Long.parseLong(words[0]), Long.parseLong(words[1]));
	}

	/** Wait until the engine says a word with the time after it. */
	long awaitTime(String word, Duration timeout) throws InterruptedException {
		return Long.parseLong(this.jvm.await(word, timeout)[0]);
	}

	/** End it as {@code kill -9} does. */
	void kill() throws InterruptedException {
		this.jvm.kill();
	}

	ChildJvm jvm() {
		return this.jvm;
	}

	@Override
	public void close() {
		this.jvm.close();
	}

	/**
	 * When the engine's code was called first.
	 *
	 * @param millis milliseconds since the epoch
	 * @param cpuNanos processor time used up to then
	 */
	record First(long millis, long cpuNanos) {

	}

}
