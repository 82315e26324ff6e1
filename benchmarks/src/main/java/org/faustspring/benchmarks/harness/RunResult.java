package org.faustspring.benchmarks.harness;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run has measured, as a line of JSON. Figures are by name, in order.
 *
 * @param spec the run
 * @param figures what was measured
 * @param problem why the run does not count, {@code null} if it does
 */
public record RunResult(RunSpec spec, Map<String, Number> figures, @Nullable String problem) {

	/** Figure of throughput cases, of which tables are made. */
	public static final String EVENTS_PER_SECOND = "eventsPerSecond";

	/** Processor time of the engine's process for an event. */
	public static final String CPU_MICROS = "cpuMicrosPerEvent";

	/** Processor time of the broker's process for an event. */
	public static final String BROKER_CPU_MICROS = "brokerCpuMicrosPerEvent";

	/** Figure of a restore. */
	public static final String RECORDS_PER_SECOND = "recordsPerSecond";

	/** How long it took. */
	public static final String SECONDS = "seconds";

	private static final JsonMapper mapper = JsonMapper.builder().build();

	static RunResult failed(RunSpec spec, RuntimeException failure) {
		return new RunResult(spec, Map.of(), String.valueOf(failure.getMessage()));
	}

	/**
	 * Return the line.
	 * @return JSON
	 */
	public String json() {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("case", this.spec.work().text());
		line.put("engine", this.spec.engine().text());
		line.put("guarantee", this.spec.guarantee().text());
		line.put("round", this.spec.round());
		Scale scale = this.spec.scale();
		if (scale != null) {
			line.put("partitions", scale.partitions());
			line.put("keys", scale.keys());
			line.put("agents", scale.agents());
		}
		line.putAll(this.figures);
		if (this.problem != null) {
			line.put("problem", this.problem);
		}
		return mapper.writeValueAsString(line);
	}

}
