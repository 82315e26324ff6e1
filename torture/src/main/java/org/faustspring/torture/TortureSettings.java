package org.faustspring.torture;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.faustspring.app.ProcessingGuarantee;

/**
 * What a run is to be.
 *
 * @param minutes how long faults are injected
 * @param seed decides input and faults
 * @param guarantee of the application
 * @param rate events per second
 * @param faults names of the faults to inject; all if empty
 * @param directory where everything is kept
 * @param brokers number of brokers
 * @param instances number of instances at the start
 * @param patience how many times slower than usual this machine is; 0 to find out
 */
record TortureSettings(double minutes, long seed, ProcessingGuarantee guarantee, int rate, List<String> faults,
		Path directory, int brokers, int instances, double patience) {

	static TortureSettings of(String... args) {
		Map<String, String> given = new HashMap<>();
		for (String arg : args) {
			String[] parts = arg.split("=", 2);
			if (!parts[0].startsWith("--") || parts.length < 2) {
				throw new IllegalArgumentException("Not of the form --name=value: " + arg);
			}
			given.put(parts[0].substring(2), parts[1]);
		}
		long seed = Long.parseLong(given.getOrDefault("seed", "0"));
		return new TortureSettings(Double.parseDouble(given.getOrDefault("minutes", "3")),
				(seed != 0) ? seed : System.nanoTime() % 1_000_000, guarantee(given.get("guarantee")),
				Integer.parseInt(given.getOrDefault("rate", "300")),
				Arrays.stream(given.getOrDefault("faults", "").split(",")).filter((name) -> !name.isEmpty()).toList(),
				Path.of(given.getOrDefault("directory", "target/torture")).toAbsolutePath(),
				Integer.parseInt(given.getOrDefault("brokers", "3")),
				Integer.parseInt(given.getOrDefault("instances", "3")),
				Double.parseDouble(given.getOrDefault("patience", "0")));
	}

	private static ProcessingGuarantee guarantee(@org.jspecify.annotations.Nullable String given) {
		String name = (given != null) ? given : ProcessingGuarantee.EXACTLY_ONCE.name();
		return ProcessingGuarantee.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
	}

	boolean exactlyOnce() {
		return this.guarantee == ProcessingGuarantee.EXACTLY_ONCE;
	}

}
