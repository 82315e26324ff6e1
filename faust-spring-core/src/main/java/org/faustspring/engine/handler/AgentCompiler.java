package org.faustspring.engine.handler;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.faustspring.agent.AgentErrorHandler;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.supervisor.Supervisor;
import org.faustspring.supervisor.Supervisors;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;

/**
 * Compiles a bean method with its annotations to what the engine runs, and says what is
 * wrong with it if it cannot run. Used at start, by one thread.
 */
public final class AgentCompiler {

	private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(1);

	private final ConfigurableListableBeanFactory beanFactory;

	private final SerdeResolver serdes;

	private final FaustSettings settings;

	private final ConversionService conversion;

	private final Expressions expressions;

	/**
	 * Create a compiler.
	 * @param beanFactory resolves placeholders, bean expressions and names of beans
	 * @param serdes resolves serdes
	 * @param settings what holds where an agent says nothing
	 */
	public AgentCompiler(ConfigurableListableBeanFactory beanFactory, SerdeResolver serdes, FaustSettings settings) {
		this.beanFactory = beanFactory;
		this.serdes = serdes;
		this.settings = settings;
		ConversionService conversion = beanFactory.getConversionService();
		this.conversion = (conversion != null) ? conversion : DefaultConversionService.getSharedInstance();
		this.expressions = new Expressions(beanFactory, this.conversion);
	}

	/**
	 * Return class and method with parameters, as errors name an agent.
	 * @param beanClass the class of its bean
	 * @param method its method
	 * @return such as {@code FlightAgents.onFlight(Flight, String)}
	 */
	public static String describe(Class<?> beanClass, Method method) {
		return AgentMethod.describe(beanClass, method);
	}

	/**
	 * Compile an agent.
	 * @param bean the bean, or the proxy around it
	 * @param method the method of the bean's class
	 * @param agent its annotation
	 * @param sinks its sinks, in order
	 * @param reachableTables names of the tables that the bean can use, asked for if the
	 * agent names none itself; {@code null} if that is not known
	 * @return the agent
	 * @throws org.faustspring.app.InvalidAgentException if it cannot run
	 */
	public AgentDefinition compile(Object bean, Method method, Agent agent, List<Sink> sinks,
			Supplier<@Nullable Set<String>> reachableTables) {
		AgentMethod target = new AgentMethod(bean, method);
		AttributeResolver attributes = new AttributeResolver(this.beanFactory, target);

		String name = attributes.text("name", agent.name());
		name = TopicNames.check(target, "name", (name.isEmpty()) ? method.getName() : name);
		List<String> topics = topics(target, attributes, agent);
		String channel = attributes.text("channel", agent.channel());
		Pattern pattern = (channel.isEmpty()) ? pattern(target, attributes, agent, topics) : null;
		int batch = number(target, attributes, "batch", agent.batch(), 0, agent.batchString(), 0);
		int concurrency = number(target, attributes, "concurrency", agent.concurrency(), 1, agent.concurrencyString(),
				1);
		Duration within = within(target, attributes, agent, batch, concurrency);
		int attempts = (agent.attempts().isEmpty()) ? this.settings.errors().attempts()
				: attributes.number("attempts", agent.attempts(), 1);

		StreamSignature stream = StreamSignature.of(target);
		Signature signature = (stream != null) ? stream.read(batch, concurrency, this.serdes)
				: new SignatureReader(target, new HeaderArguments(target, attributes, this.conversion)).read(batch > 0);
		ChannelSource channelSource = (channel.isEmpty()) ? null
				: new ChannelCompiler(target, this.beanFactory, this.settings.id(), this.serdes.mapper())
					.compile(channel, agent, signature.valueType());
		Deserializer<?> values = (channelSource != null) ? new ByteArrayDeserializer()
				: values(target, attributes, agent, signature);
		String groupBy = attributes.placeholders("groupBy", agent.groupBy());
		Deserializer<?> sourceKeys = keys(target, attributes, agent, (groupBy.isEmpty()) ? signature.keyType() : null);
		AgentDefinition.Grouping grouping = null;
		Deserializer<?> keys = sourceKeys;
		if (!groupBy.isEmpty()) {
			GroupingCompiler.Compiled compiled = new GroupingCompiler(target, this.serdes, this.expressions)
				.compile(groupBy, signature.valueType(), sourceKeys);
			grouping = compiled.grouping();
			keys = groupedKeys(target, groupBy, signature.keyType(), compiled.keyType());
		}
		DeclaredResults results = results(target, sinks, stream);
		SinkCompiler sinkCompiler = new SinkCompiler(target, attributes, this.serdes, this.expressions,
				this.beanFactory, results.elementType());
		List<SinkBinding> bindings = new ArrayList<>();
		for (Sink sink : sinks) {
			bindings.add(sinkCompiler.compile(sink));
		}
		AgentContract contract = new ContractCompiler(attributes, this.serdes).compile(agent, signature,
				!groupBy.isEmpty(), results);
		boolean tablesDeclared = agent.tables().length > 0;
		return new AgentDefinition(name, target.description(), topics, pattern, grouping, signature.handler(), batch,
				within, concurrency, attributes.flag("autoStartup", agent.autoStartup(), true), keys, values, results,
				List.copyOf(bindings),
				attributes.choice("onDeserializationError", agent.onDeserializationError(),
						DeserializationErrorPolicy.class, this.settings.errors().deserialization()),
				handlerErrors(attributes, agent), attempts, supervisor(target, attributes, agent),
				(tablesDeclared) ? tables(target, attributes, agent) : reachableTables.get(), tablesDeclared,
				channelSource, contract, errorHandler(target, attributes, agent),
				retryDelays(target, attributes, agent, channelSource));
	}

	/**
	 * Connect the sinks that lead to agents, once all agents are compiled.
	 * @param agents the agents, by name
	 * @throws org.faustspring.app.InvalidAgentException if one leads nowhere
	 */
	public static void connectSinks(Map<String, AgentDefinition> agents) {
		for (AgentDefinition agent : agents.values()) {
			for (SinkBinding sink : agent.sinks()) {
				if (sink instanceof AgentSink other) {
					other.connect(agents);
				}
			}
		}
	}

	private HandlerErrorPolicy handlerErrors(AttributeResolver attributes, Agent agent) {
		HandlerErrorPolicy policy = this.settings.errors().handler();
		return isErrorHandler(attributes.text("onError", agent.onError())) ? policy : attributes.choice("onError",
				agent.onError(), HandlerErrorPolicy.class, policy, AgentErrorHandler.class);
	}

	/** What the agent names goes before what holds for all. */
	private @Nullable AgentErrorHandler errorHandler(AgentMethod target, AttributeResolver attributes, Agent agent) {
		String own = attributes.text("onError", agent.onError());
		if (!own.isEmpty()) {
			return isErrorHandler(own) ? this.beanFactory.getBean(own, AgentErrorHandler.class) : null;
		}
		String global = this.settings.errors().handlerBean();
		if (global == null) {
			return null;
		}
		if (!isErrorHandler(global)) {
			throw target.invalid("faust.errors.handler-bean = \"%s\" is not an error handler".formatted(global),
					"Name a bean of type %s, or remove the property.".formatted(AgentErrorHandler.class.getName()));
		}
		return this.beanFactory.getBean(global, AgentErrorHandler.class);
	}

	private List<Duration> retryDelays(AgentMethod target, AttributeResolver attributes, Agent agent,
			@Nullable ChannelSource channel) {
		if (agent.retryDelays().length == 0) {
			return (channel != null) ? List.of() : this.settings.errors().retryDelays();
		}
		Set<String> texts = attributes.names("retryDelays", agent.retryDelays());
		if (texts.equals(Set.of("none"))) {
			return List.of();
		}
		if (channel != null) {
			throw target.invalid("retryDelays = %s, but it consumes a channel".formatted(texts),
					"Remove retryDelays: messages of a channel are in memory only and are tried again in place.");
		}
		return texts.stream().map((text) -> attributes.duration("retryDelays", text)).toList();
	}

	private boolean isErrorHandler(String name) {
		return !name.isEmpty() && this.beanFactory.containsBean(name)
				&& this.beanFactory.isTypeMatch(name, AgentErrorHandler.class);
	}

	private List<String> topics(AgentMethod target, AttributeResolver attributes, Agent agent) {
		List<String> topics = List.copyOf(attributes.names("topics", agent.topics()));
		topics.forEach((topic) -> TopicNames.check(target, "topics", topic));
		return topics;
	}

	private @Nullable Pattern pattern(AgentMethod target, AttributeResolver attributes, Agent agent,
			List<String> topics) {
		String pattern = attributes.text("topicPattern", agent.topicPattern());
		if (pattern.isEmpty() && topics.isEmpty()) {
			throw target.invalid("@Agent has neither topics nor topicPattern nor channel", "Name the topics to read.");
		}
		if (!pattern.isEmpty() && !topics.isEmpty()) {
			throw target.invalid("@Agent has both topics and topicPattern", "Keep one of them.");
		}
		try {
			return (pattern.isEmpty()) ? null : Pattern.compile(pattern);
		}
		catch (PatternSyntaxException ex) {
			throw target.invalid(
					"topicPattern = \"%s\" is not a regular expression: %s".formatted(pattern, ex.getDescription()),
					"Correct it at position %d.".formatted(ex.getIndex()), ex);
		}
	}

	private int number(AgentMethod target, AttributeResolver attributes, String attribute, int number, int unset,
			String text, int least) {
		if (text.isEmpty()) {
			return attributes.atLeast(attribute, number, least);
		}
		if (number != unset) {
			throw target.invalid("%1$s and %1$sString are both given".formatted(attribute), "Keep one of them.");
		}
		return attributes.number(attribute + "String", text, least);
	}

	private Duration within(AgentMethod target, AttributeResolver attributes, Agent agent, int batch, int concurrency) {
		if (batch == 0) {
			if (!agent.within().isEmpty()) {
				throw target.invalid("within is given without batch", "Set batch, or remove within.");
			}
			return Duration.ZERO;
		}
		if (concurrency > 1) {
			throw target.invalid("batch = %d with concurrency = %d".formatted(batch, concurrency),
					"Keep one of them: a batch is processed in order by partition.");
		}
		return (agent.within().isEmpty()) ? DEFAULT_WITHIN : attributes.duration("within", agent.within());
	}

	private Deserializer<?> values(AgentMethod target, AttributeResolver attributes, Agent agent, Signature signature) {
		String name = attributes.text("valueSerde", agent.valueSerde());
		ResolvableType type = signature.valueType();
		if (name.isEmpty() && type == null) {
			return new ByteArrayDeserializer();
		}
		return deserializer(target, "valueSerde", name, (type != null) ? type : ResolvableType.forClass(Object.class),
				false);
	}

	private Deserializer<?> keys(AgentMethod target, AttributeResolver attributes, Agent agent,
			@Nullable ResolvableType type) {
		String name = attributes.text("keySerde", agent.keySerde());
		if (name.isEmpty() && (type == null || type.resolve() == Object.class)) {
			return SerdeResolver.textOrBytes();
		}
		return deserializer(target, "keySerde", name, (type != null) ? type : ResolvableType.forClass(Object.class),
				true);
	}

	/**
	 * Grouped keys were written by their type, so they are read by it, whatever
	 * {@code keySerde} reads of the source topic.
	 */
	private Deserializer<?> groupedKeys(AgentMethod target, String groupBy, @Nullable ResolvableType declared,
			@Nullable ResolvableType grouped) {
		boolean any = declared == null || declared.resolve() == Object.class;
		if (declared != null && !any && grouped != null && !Signature.same(declared, grouped)) {
			throw target
				.invalid(
						"the key is declared as %s, but groupBy = \"%s\" makes it %s".formatted(TypeNames.of(declared),
								groupBy, TypeNames.of(grouped)),
						"Declare the key as %s.".formatted(TypeNames.of(grouped)));
		}
		ResolvableType type = (any) ? grouped : declared;
		return (type != null) ? deserializer(target, "groupBy", "", type, true) : SerdeResolver.textOrBytes();
	}

	private Deserializer<?> deserializer(AgentMethod target, String attribute, String name, ResolvableType type,
			boolean key) {
		try {
			return (name.isEmpty()) ? this.serdes.forType(type, key).deserializer()
					: this.serdes.deserializerByName(name, type, key);
		}
		catch (RuntimeException ex) {
			throw target.invalid("%s: %s".formatted(attribute, ex.getMessage()),
					"Name a Kafka Serde or Deserializer, as a bean or as a class.", ex);
		}
	}

	private DeclaredResults results(AgentMethod target, List<Sink> sinks, @Nullable StreamSignature stream) {
		ResolvableType type = target.returnType();
		Class<?> raw = type.resolve(Object.class);
		DeclaredResults results = (stream != null) ? stream.results() : DeclaredResults.of(type);
		if (!results.asynchronous() && raw != Object.class && (Future.class.isAssignableFrom(raw)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null)) {
			throw target.invalid("the method returns %s, which is not waited for".formatted(TypeNames.of(type)),
					"Return java.util.concurrent.CompletionStage, or the value itself.");
		}
		if (results.none() && !sinks.isEmpty()) {
			throw target.invalid("the method has a @Sink but returns nothing", "Return the result, or remove @Sink.");
		}
		return results;
	}

	private Supervisor supervisor(AgentMethod target, AttributeResolver attributes, Agent agent) {
		String own = attributes.text("supervisor", agent.supervisor());
		FaustSettings.Agents agents = this.settings.agents();
		String name = (own.isEmpty()) ? agents.supervisor() : own;
		switch (name) {
			case "one-for-one" -> {
				return Supervisors.oneForOne(agents.maxRestarts(), agents.restartBackoff(), agents.restartBackoffMax(),
						agents.restartBackoffJitter());
			}
			case "one-for-all" -> {
				return Supervisors.oneForAll(agents.maxRestarts(), agents.restartBackoff(), agents.restartBackoffMax(),
						agents.restartBackoffJitter());
			}
			case "forfeit" -> {
				return Supervisors.forfeit();
			}
			case "crash" -> {
				return Supervisors.crash();
			}
			default -> {
				// The name of a bean
			}
		}
		if (this.beanFactory.containsBean(name) && this.beanFactory.isTypeMatch(name, Supervisor.class)) {
			return this.beanFactory.getBean(name, Supervisor.class);
		}
		throw target.invalid(
				"%s = \"%s\" is not a supervisor".formatted((own.isEmpty()) ? "faust.agents.supervisor" : "supervisor",
						name),
				"Use one-for-one, one-for-all, forfeit, crash, or the name of a bean of type %s."
					.formatted(Supervisor.class.getName()));
	}

	private Set<String> tables(AgentMethod target, AttributeResolver attributes, Agent agent) {
		Set<String> tables = attributes.names("tables", agent.tables());
		if (!tables.contains("none")) {
			return Set.copyOf(tables);
		}
		if (tables.size() > 1) {
			throw target.invalid("tables names none and others: %s".formatted(String.join(", ", tables)),
					"Keep \"none\" alone, or remove it.");
		}
		return Set.of();
	}

}
