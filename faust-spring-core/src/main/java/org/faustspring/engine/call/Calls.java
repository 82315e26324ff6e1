package org.faustspring.engine.call;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.agent.AgentRef;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InvalidAgentRefException;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.AgentContract;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.topology.Topology;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The calls of an App: makes references, which outlive stops and starts of the App, and
 * answers. Any thread; started and closed by one at a time.
 */
public final class Calls {

	private static final Duration SIGN_OF_LIFE = Duration.ofMinutes(2);

	private static final int DEFAULT_MAX_REQUEST_SIZE = 1024 * 1024;

	private final FaustSettings settings;

	private final KafkaClients clients;

	private final SerdeResolver serdes;

	private final Supplier<? extends Collection<AgentDefinition>> agents;

	private final Duration signOfLife;

	/** References made before a start, which checks them. */
	private final List<EngineAgentRef<?, ?>> unchecked = new CopyOnWriteArrayList<>();

	private volatile boolean used;

	private volatile @Nullable CallRun run;

	private volatile @Nullable CallPlaces places;

	/**
	 * Create it.
	 * @param settings the App's settings
	 * @param clients makes Kafka clients
	 * @param serdes chooses serdes by type
	 * @param agents the App's agents; asked when a reference is first used or checked
	 */
	public Calls(FaustSettings settings, KafkaClients clients, SerdeResolver serdes,
			Supplier<? extends Collection<AgentDefinition>> agents) {
		this(settings, clients, serdes, agents, SIGN_OF_LIFE);
	}

	Calls(FaustSettings settings, KafkaClients clients, SerdeResolver serdes,
			Supplier<? extends Collection<AgentDefinition>> agents, Duration signOfLife) {
		this.settings = settings;
		this.clients = clients;
		this.serdes = serdes;
		this.agents = agents;
		this.signOfLife = signOfLife;
	}

	/**
	 * Refer to an agent.
	 * @param agent its name
	 * @param valueType the type of what is sent
	 * @param resultType the type of what is expected
	 * @param <V> the type of what is sent
	 * @param <R> the type of what is expected
	 * @return the reference
	 * @throws InvalidAgentRefException if the App runs and it does not fit
	 */
	public <V, R> AgentRef<V, R> ref(String agent, ResolvableType valueType, ResolvableType resultType) {
		return made(new EngineAgentRef<V, R>(this, agent, () -> target(agent, valueType, resultType)));
	}

	/**
	 * Refer to whoever reads a topic and replies.
	 * @param topic the topic
	 * @param valueType the type of what is sent
	 * @param resultType the type of what is expected
	 * @param <V> the type of what is sent
	 * @param <R> the type of what is expected
	 * @return the reference
	 */
	public <V, R> AgentRef<V, R> refToTopic(String topic, ResolvableType valueType, ResolvableType resultType) {
		return made(new EngineAgentRef<V, R>(this, topic,
				() -> new CallTarget(topic, topic, this.serdes.byRuntimeType(true),
						this.serdes.serializerFor(valueType, false),
						this.serdes.forType(resultType, false).deserializer(), null)));
	}

	private <V, R> AgentRef<V, R> made(EngineAgentRef<V, R> ref) {
		this.used = true;
		if (this.run != null) {
			ref.target();
		}
		else {
			this.unchecked.add(ref);
		}
		return ref;
	}

	private CallTarget target(String name, ResolvableType valueType, ResolvableType resultType) {
		Collection<AgentDefinition> all = this.agents.get();
		AgentDefinition agent = all.stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidAgentRefException(name, "there is no agent of that name", "Name one of: "
					+ String.join(", ", all.stream().map(AgentDefinition::name).sorted().toList()) + "."));
		AgentContract contract = agent.contract();
		if (agent.topics().isEmpty()) {
			throw new InvalidAgentRefException(name, "the agent reads a pattern of topics, so it is open where to send",
					"Refer to one of the topics: app.refToTopic(...).");
		}
		if (!contract.takes(valueType) || !contract.results(resultType)) {
			throw new InvalidAgentRefException(name,
					"it is for %s and %s, but the agent %s".formatted(AgentContract.nameOf(valueType),
							AgentContract.nameOf(resultType), contract.describe()),
					"Declare the types of %s.".formatted(agent.description()));
		}
		Supplier<Serializer<Object>> values = contract.valueSerializer();
		boolean typed = contract.resultType().resolve(Object.class) != Object.class;
		return new CallTarget(name, agent.topics().get(0), contract.keySerializer().get(),
				(values != null) ? values.get() : this.serdes.serializerFor(valueType, false),
				(typed) ? contract.resultDeserializer().get() : this.serdes.forType(resultType, false).deserializer(),
				agent);
	}

	/**
	 * Begin a run: check references, and make what they need.
	 * @param instanceId this instance's stable id
	 * @param executor runs what depends on answers
	 * @return answers the calls of others during this run
	 * @throws InvalidAgentRefException if a reference does not fit
	 */
	public Replies start(String instanceId, Executor executor) {
		this.unchecked.forEach(EngineAgentRef::target);
		this.unchecked.clear();
		CallRun started = new CallRun(this.settings, this.clients, instanceId, executor, this.signOfLife);
		this.run = started;
		if (this.used) {
			started.open();
		}
		return new Replies(this.settings.guarantee() == ProcessingGuarantee.EXACTLY_ONCE, maxRequestSize(),
				started::producer, started::admin);
	}

	private int maxRequestSize() {
		Object size = this.clients.producerSetting(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
		return (size != null) ? Integer.parseInt(size.toString()) : DEFAULT_MAX_REQUEST_SIZE;
	}

	/**
	 * Take note of what runs where.
	 * @param topology the topology
	 */
	public void planned(Topology topology) {
		this.places = new CallPlaces(this.settings.id(), topology);
	}

	/**
	 * Return how many calls wait for an answer.
	 * @return the number
	 */
	public int pending() {
		CallRun running = this.run;
		return (running != null) ? running.pending().size() : 0;
	}

	/**
	 * Return how many replies came that nobody waited for, such as second ones.
	 * @return the number
	 */
	public long unknownReplies() {
		CallRun running = this.run;
		return (running != null) ? running.pending().unknown() : 0;
	}

	Duration timeout() {
		return this.settings.calls().timeout();
	}

	@Nullable CallPlaces places() {
		return this.places;
	}

	CallRun run() {
		CallRun running = this.run;
		if (running == null) {
			throw new IllegalStateException("The App does not run: agents can be called once it has started, "
					+ "such as when the application is ready, and until it stops");
		}
		return running;
	}

	/**
	 * End the run: calls that wait fail.
	 */
	public void close() {
		CallRun running = this.run;
		this.run = null;
		this.places = null;
		if (running != null) {
			running.close();
		}
	}

}
