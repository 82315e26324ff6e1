package org.faustspring.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the command line says about all runs. Immutable.
 *
 * @param events number of events of throughput cases
 * @param keys number of different keys
 * @param zipf exponent of the keys' distribution, 0 for a uniform one
 * @param largeKeys number of keys of large state and of a restore
 * @param valueBytes size of the values of a restore
 * @param partitions number of partitions of all topics
 * @param workers number of processing threads of each engine
 * @param commitMillis commit interval, {@code null} for the guarantee's default
 * @param rate events a second where the rate is fixed
 * @param seconds how long to send at that rate
 * @param timeout how long a run may take
 * @param engineOptions JVM options of engines
 * @param brokerOptions JVM options of the broker
 * @param recordings where to put flight recordings, {@code null} for none
 * @param chart where to draw what a process takes at a fixed rate, {@code null} for no
 * such picture
 * @param directory where data and logs go
 */
public record Options(long events, int keys, double zipf, int largeKeys, int valueBytes, int partitions, int workers,
		@Nullable Long commitMillis, int rate, int seconds, Duration timeout, List<String> engineOptions,
		List<String> brokerOptions, @Nullable Path recordings, @Nullable Path chart, Path directory) {

	/** The options of a run of another size. */
	Options at(@Nullable Scale scale) {
		return (scale == null) ? this
				: new Options(scale.events(), scale.keys(), this.zipf, this.largeKeys, this.valueBytes,
						scale.partitions(), this.workers, this.commitMillis, this.rate, this.seconds, this.timeout,
						this.engineOptions, this.brokerOptions, this.recordings, this.chart, this.directory);
	}

}
