package org.faustspring.benchmarks.engine;

import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one engine until its standard input ends. Needs nothing but the engine and Kafka's
 * clients in its class path.
 */
public final class EngineMain {

	private static final Logger logger = LoggerFactory.getLogger(EngineMain.class);

	private EngineMain() {
	}

	/**
	 * Run an engine.
	 * @param args the file with its settings
	 * @throws Exception if the engine cannot be started
	 */
	public static void main(String[] args) throws Exception {
		EngineSettings settings = EngineSettings.load(Path.of(args[0]));
		int exitCode = 0;
		try (BenchmarkEngine engine = settings.engine().create()) {
			engine.start(settings);
			while (System.in.read() >= 0) {
				continue;
			}
		}
		catch (Exception ex) {
			logger.error("The engine {} failed", settings.engine(), ex);
			exitCode = 1;
		}
		System.exit(exitCode);
	}

}
