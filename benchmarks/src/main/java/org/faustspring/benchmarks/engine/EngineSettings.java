package org.faustspring.benchmarks.engine;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;

import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;

/**
 * What an engine's process is to do, passed to it in a file. Immutable.
 *
 * @param engine which engine
 * @param work the case
 * @param guarantee the guarantee
 * @param bootstrapServers the broker
 * @param group consumer group, and first part of the names of internal topics
 * @param input topic to read
 * @param output topic to write
 * @param partitions number of partitions of both
 * @param workers number of processing threads
 * @param commitMillis longest time between commits
 * @param lingerMillis {@code linger.ms} of producers
 * @param stateDirectory where local state goes
 * @param member its place among several
 * @param agents number of agents, each with topics and a table of its own
 */
public record EngineSettings(EngineKind engine, Case work, Guarantee guarantee, String bootstrapServers, String group,
		String input, String output, int partitions, int workers, long commitMillis, int lingerMillis,
		Path stateDirectory, Member member, int agents) {

	/**
	 * Create the settings of an engine that is alone.
	 * @param engine which engine
	 * @param work the case
	 * @param guarantee the guarantee
	 * @param bootstrapServers the broker
	 * @param group consumer group, and first part of the names of internal topics
	 * @param input topic to read
	 * @param output topic to write
	 * @param partitions number of partitions of both
	 * @param workers number of processing threads
	 * @param commitMillis longest time between commits
	 * @param lingerMillis {@code linger.ms} of producers
	 * @param stateDirectory where local state goes
	 */
	public EngineSettings(EngineKind engine, Case work, Guarantee guarantee, String bootstrapServers, String group,
			String input, String output, int partitions, int workers, long commitMillis, int lingerMillis,
			Path stateDirectory) {
		this(engine, work, guarantee, bootstrapServers, group, input, output, partitions, workers, commitMillis,
				lingerMillis, stateDirectory, Member.ALONE, 1);
	}

	/**
	 * Return the settings of an engine with several agents.
	 * @param count how many
	 * @return settings that differ in this
	 */
	public EngineSettings withAgents(int count) {
		return new EngineSettings(this.engine, this.work, this.guarantee, this.bootstrapServers, this.group, this.input,
				this.output, this.partitions, this.workers, this.commitMillis, this.lingerMillis, this.stateDirectory,
				this.member, count);
	}

	/**
	 * Return the topics that are read: one each agent.
	 * @return their names
	 */
	public List<String> inputs() {
		return ofAgents(this.input);
	}

	/**
	 * Return the topics that are written, in the order of {@link #inputs()}.
	 * @return their names
	 */
	public List<String> outputs() {
		return ofAgents(this.output);
	}

	/**
	 * Return the names of counters' tables, in the order of {@link #inputs()}.
	 * @return their names
	 */
	public List<String> tables() {
		return ofAgents("counts");
	}

	private List<String> ofAgents(String name) {
		return (this.agents == 1) ? List.of(name)
				: IntStream.rangeClosed(1, this.agents).mapToObj((number) -> name + "-" + number).toList();
	}

	/**
	 * Return the settings of one of several.
	 * @param one its place
	 * @param directory where its state goes
	 * @return settings that differ in this
	 */
	public EngineSettings as(Member one, Path directory) {
		return new EngineSettings(this.engine, this.work, this.guarantee, this.bootstrapServers, this.group, this.input,
				this.output, this.partitions, this.workers, this.commitMillis, this.lingerMillis, directory, one,
				this.agents);
	}

	/**
	 * Whether the guarantee is exactly-once.
	 * @return whether to use transactions
	 */
	public boolean exactlyOnce() {
		return this.guarantee == Guarantee.EXACTLY_ONCE;
	}

	/**
	 * Return the changelog topic of table {@code counts}, which all engines call the
	 * same.
	 * @return its name
	 */
	public String changelog() {
		return this.group + "-counts-changelog";
	}

	/**
	 * Return the settings of producers that are the same for all engines.
	 * @return names and values, as Kafka spells them
	 */
	public Map<String, Object> producerSettings() {
		return new HashMap<>(Map.of("linger.ms", String.valueOf(this.lingerMillis), "batch.size", "131072",
				"compression.type", "lz4"));
	}

	/**
	 * Return the settings of consumers that are the same for all engines.
	 * @return names and values, as Kafka spells them
	 */
	public Map<String, Object> consumerSettings() {
		Map<String, Object> settings = new HashMap<>(
				Map.of("max.poll.records", "5000", "auto.offset.reset", "earliest"));
		if (!this.member.alone()) {
			settings.put("session.timeout.ms", String.valueOf(this.member.sessionMillis()));
			settings.put("heartbeat.interval.ms", String.valueOf(this.member.sessionMillis() / 5));
		}
		return settings;
	}

	/**
	 * Write the settings to a file.
	 * @param file the file
	 * @throws IOException if it cannot be written
	 */
	public void save(Path file) throws IOException {
		Properties properties = new Properties();
		properties.put("engine", this.engine.name());
		properties.put("work", this.work.name());
		properties.put("guarantee", this.guarantee.name());
		properties.put("bootstrapServers", this.bootstrapServers);
		properties.put("group", this.group);
		properties.put("input", this.input);
		properties.put("output", this.output);
		properties.put("partitions", String.valueOf(this.partitions));
		properties.put("workers", String.valueOf(this.workers));
		properties.put("commitMillis", String.valueOf(this.commitMillis));
		properties.put("lingerMillis", String.valueOf(this.lingerMillis));
		properties.put("stateDirectory", this.stateDirectory.toString());
		properties.put("instanceId", this.member.instanceId());
		properties.put("sessionMillis", String.valueOf(this.member.sessionMillis()));
		properties.put("agents", String.valueOf(this.agents));
		properties.put("standbyReplicas", String.valueOf(this.member.standbyReplicas()));
		try (Writer writer = Files.newBufferedWriter(file)) {
			properties.store(writer, null);
		}
	}

	/**
	 * Read settings from a file.
	 * @param file the file
	 * @return the settings
	 * @throws IOException if it cannot be read
	 */
	public static EngineSettings load(Path file) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(file)) {
			properties.load(reader);
		}
		return new EngineSettings(EngineKind.valueOf(text(properties, "engine")),
				Case.valueOf(text(properties, "work")), Guarantee.valueOf(text(properties, "guarantee")),
				text(properties, "bootstrapServers"), text(properties, "group"), text(properties, "input"),
				text(properties, "output"), Integer.parseInt(text(properties, "partitions")),
				Integer.parseInt(text(properties, "workers")), Long.parseLong(text(properties, "commitMillis")),
				Integer.parseInt(text(properties, "lingerMillis")), Path.of(text(properties, "stateDirectory")),
				new Member(text(properties, "instanceId"), Integer.parseInt(text(properties, "sessionMillis")),
						Integer.parseInt(text(properties, "standbyReplicas"))),
				Integer.parseInt(text(properties, "agents")));
	}

	private static String text(Properties properties, String name) {
		String value = properties.getProperty(name);
		if (value == null) {
			throw new IllegalArgumentException("The settings of the engine lack '%s'".formatted(name));
		}
		return value;
	}

}
