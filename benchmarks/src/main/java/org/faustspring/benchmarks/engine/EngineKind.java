package org.faustspring.benchmarks.engine;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;

/**
 * The engines that are compared, and what each of them can do. Immutable.
 */
public enum EngineKind {

	/** This library, with agents that are called per event. */
	FAUST_SPRING("faust-spring", "faust.FaustEngine", Own.NONE, EnumSet.allOf(Case.class)),

	/** This library, with agents that are called per batch. */
	FAUST_SPRING_BATCH("faust-spring-batch", "faust.FaustEngine", Own.NONE,
			EnumSet.of(Case.STATELESS_FORWARD, Case.STATEFUL_COUNT)),

	/** This library, with agents that are loops. */
	FAUST_SPRING_LOOP("faust-spring-loop", "faust.FaustEngine", Own.NONE,
			EnumSet.of(Case.STATELESS_FORWARD, Case.STATEFUL_COUNT)),

	/** This library, with agents that are pipelines. */
	FAUST_SPRING_PIPELINE("faust-spring-pipeline", "faust.FaustEngine", Own.NONE,
			EnumSet.of(Case.STATELESS_FORWARD, Case.STATEFUL_COUNT)),

	/** This library, with agents that process events of different keys in lanes. */
	FAUST_SPRING_LANES("faust-spring-lanes", "faust.FaustEngine", Own.NONE,
			EnumSet.of(Case.STATELESS_FORWARD, Case.STATEFUL_COUNT)),

	/** Kafka Streams as Spring Boot manages it, record caches off. */
	KAFKA_STREAMS("kafka-streams", "streams.StreamsEngine", Own.NONE,
			EnumSet.complementOf(EnumSet.of(Case.SLOW_HANDLER, Case.ASK))),

	/** Kafka Streams with record caches on, where not every update is an output. */
	KAFKA_STREAMS_CACHED("kafka-streams-cached", "streams.StreamsEngine", Own.NONE,
			EnumSet.of(Case.STATEFUL_COUNT_PER_COMMIT)),

	/**
	 * The newest release of Kafka Streams, record caches off; with transactional stores
	 * under exactly-once, the only guarantee that has them.
	 */
	KAFKA_STREAMS_NEWEST("kafka-streams-newest", "streams.StreamsEngine", Own.NEWEST_KAFKA_STREAMS,
			EnumSet.complementOf(EnumSet.of(Case.SLOW_HANDLER, Case.ASK))),

	/** The newest release of Kafka Streams with record caches on. */
	KAFKA_STREAMS_NEWEST_CACHED("kafka-streams-newest-cached", "streams.StreamsEngine", Own.NEWEST_KAFKA_STREAMS,
			EnumSet.of(Case.STATEFUL_COUNT_PER_COMMIT)),

	/** spring-kafka's listener, called per record. */
	KAFKA_LISTENER_RECORD("kafka-listener-record", "listener.ListenerEngine", Own.NONE,
			EnumSet.of(Case.STATELESS_FORWARD, Case.JSON_FORWARD, Case.SLOW_HANDLER, Case.START_UP, Case.ASK)),

	/** spring-kafka's listener, called per poll. */
	KAFKA_LISTENER_BATCH("kafka-listener-batch", "listener.ListenerEngine", Own.NONE,
			EnumSet.of(Case.STATELESS_FORWARD, Case.JSON_FORWARD, Case.START_UP)),

	/** Confluent's Parallel Consumer in key order. */
	PARALLEL_CONSUMER("parallel-consumer", "parallel.ParallelConsumerEngine", Own.PARALLEL_CONSUMER,
			EnumSet.of(Case.SLOW_HANDLER)),

	/** Kafka's consumer, which reads changelogs and forgets them: a lower bound. */
	KAFKA_CONSUMER("kafka-consumer", "consumer.ConsumerEngine", Own.NONE, EnumSet.of(Case.RESTORE)),

	/** A loop over Kafka's clients and RocksDB with this library's commit protocol. */
	HAND_WRITTEN("hand-written", "loop.LoopEngine", Own.NONE,
			EnumSet.complementOf(EnumSet.of(Case.SLOW_HANDLER, Case.ASK)));

	private final String text;

	private final String className;

	private final String ownLibraries;

	private final Set<Case> cases;

	EngineKind(String text, String className, String ownLibraries, Set<Case> cases) {
		this.text = text;
		this.className = className;
		this.ownLibraries = ownLibraries;
		this.cases = Set.copyOf(cases);
	}

	/**
	 * Return the name on the command line and in results.
	 * @return the name
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the directory of the libraries that this engine has in place of the usual
	 * ones.
	 * @return its name beside the jar, empty for none
	 */
	public String ownLibraries() {
		return this.ownLibraries;
	}

	/**
	 * Whether the engine processes events at all.
	 * @return false for a lower bound, which only reads
	 */
	public boolean processes() {
		return this != KAFKA_CONSUMER;
	}

	/**
	 * Whether record caches are on.
	 * @return whether this is a Kafka Streams that caches
	 */
	public boolean cached() {
		return this == KAFKA_STREAMS_CACHED || this == KAFKA_STREAMS_NEWEST_CACHED;
	}

	/**
	 * Return what the engine does in a case.
	 * @param work the case
	 * @return the case whose outputs it has: a listener has no state, so that it starts
	 * with forwarding
	 */
	public Case does(Case work) {
		boolean listener = this == KAFKA_LISTENER_RECORD || this == KAFKA_LISTENER_BATCH;
		return (listener && work == Case.START_UP) ? Case.STATELESS_FORWARD : work;
	}

	/**
	 * Whether the engine can do a case in a comparable way.
	 * @param work the case
	 * @param guarantee the guarantee
	 * @return whether it takes part
	 */
	public boolean supports(Case work, Guarantee guarantee) {
		if (guarantee == Guarantee.EXACTLY_ONCE && (this == KAFKA_LISTENER_RECORD || this == PARALLEL_CONSUMER
				|| this == KAFKA_CONSUMER || work == Case.SLOW_HANDLER)) {
			// A listener that is called per record has a transaction per record.
			return false;
		}
		return this.cases.contains(work);
	}

	/**
	 * Whether the engine can count with several agents.
	 * @return whether it takes part where their number is what changes
	 */
	public boolean hasManyAgents() {
		return this == FAUST_SPRING || this == KAFKA_STREAMS || this == KAFKA_STREAMS_NEWEST;
	}

	/**
	 * Return the engine of a name.
	 * @param text the name on the command line
	 * @return the engine
	 * @throws IllegalArgumentException if there is none
	 */
	public static EngineKind named(String text) {
		return Arrays.stream(values())
			.filter((candidate) -> candidate.text.equals(text))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no engine '%s'".formatted(text)));
	}

	/**
	 * Create the engine. Its libraries are needed from here on.
	 * @return a new engine
	 * @throws ReflectiveOperationException if it is not in the class path
	 */
	public BenchmarkEngine create() throws ReflectiveOperationException {
		Class<?> type = Class.forName(EngineKind.class.getPackageName() + "." + this.className);
		return (BenchmarkEngine) type.getDeclaredConstructor().newInstance();
	}

	@Override
	public String toString() {
		return this.text;
	}

	private static final class Own {

		static final String NONE = "";

		static final String NEWEST_KAFKA_STREAMS = "lib-newest-kafka-streams";

		static final String PARALLEL_CONSUMER = "lib-parallel-consumer";

	}

}
