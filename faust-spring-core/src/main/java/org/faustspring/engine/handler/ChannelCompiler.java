package org.faustspring.engine.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.channel.Channel;
import org.faustspring.engine.channel.BoundedChannel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Compiles the channel that an agent consumes. Used at start, by one thread.
 */
final class ChannelCompiler {

	private final AgentMethod method;

	private final ConfigurableListableBeanFactory beanFactory;

	private final String appId;

	private final JsonMapper mapper;

	ChannelCompiler(AgentMethod method, ConfigurableListableBeanFactory beanFactory, String appId, JsonMapper mapper) {
		this.method = method;
		this.beanFactory = beanFactory;
		this.appId = appId;
		this.mapper = mapper;
	}

	/**
	 * Compile.
	 * @param name the channel, by the name of its bean or its own
	 * @param agent what else the annotation says
	 * @param payload the type that the handler takes, {@code null} for any
	 * @return the channel
	 */
	ChannelSource compile(String name, Agent agent, @Nullable ResolvableType payload) {
		checkAlone(name, agent);
		Channel<?> found = find(name);
		if (!(found instanceof BoundedChannel<?> channel)) {
			throw this.method.invalid("channel = \"%s\" is a %s".formatted(name, found.getClass().getName()),
					"Make it by FaustApp.channel(...).");
		}
		Class<?> taken = (payload != null) ? payload.resolve(Object.class) : Object.class;
		if (!ClassUtils.isAssignable(taken, channel.type())) {
			throw this.method.invalid(
					"the method takes %s, but channel \"%s\" carries %s".formatted(
							TypeNames.of(java.util.Objects.requireNonNull(payload)), name,
							TypeNames.of(ResolvableType.forClass(channel.type()))),
					"Take %s, or name another channel.".formatted(channel.type().getSimpleName()));
		}
		String deadLetters = TopicNames.check(this.method, "channel", this.appId + "-" + channel.name());
		return new ChannelSource(channel, channel.inbox(), deadLetters,
				(topic, message) -> this.mapper.writeValueAsBytes(message));
	}

	private void checkAlone(String name, Agent agent) {
		List<String> others = new ArrayList<>();
		if (agent.topics().length > 0) {
			others.add("topics");
		}
		if (!agent.topicPattern().isEmpty()) {
			others.add("topicPattern");
		}
		if (!agent.groupBy().isEmpty()) {
			others.add("groupBy");
		}
		if (!agent.valueSerde().isEmpty()) {
			others.add("valueSerde");
		}
		if (!others.isEmpty()) {
			throw this.method.invalid("@Agent has channel = \"%s\" and %s".formatted(name, String.join(", ", others)),
					"Keep channel alone: its messages are not read from a topic but come as they are, from the tasks "
							+ "of the agents that send them.");
		}
	}

	private Channel<?> find(String name) {
		if (this.beanFactory.containsBean(name)) {
			Object bean = this.beanFactory.getBean(name);
			if (bean instanceof Channel<?> channel) {
				return channel;
			}
			throw this.method.invalid(
					"channel: bean \"%s\" is a %s".formatted(name, ClassUtils.getUserClass(bean).getName()),
					"Name a bean of type %s.".formatted(Channel.class.getName()));
		}
		List<Channel<?>> channels = new ArrayList<>();
		this.beanFactory.getBeansOfType(Channel.class, true, false).values().forEach(channels::add);
		FaustApp app = this.beanFactory.getBeanProvider(FaustApp.class).getIfAvailable();
		if (app != null) {
			channels.addAll(app.channels());
		}
		Set<String> there = new TreeSet<>();
		for (Channel<?> channel : channels) {
			if (channel.name().equals(name)) {
				return channel;
			}
			there.add(channel.name());
		}
		there.addAll(List.of(this.beanFactory.getBeanNamesForType(Channel.class, true, false)));
		throw this.method.invalid("channel: there is no channel \"%s\"".formatted(name),
				(there.isEmpty())
						? "Declare a bean of type %s, made by FaustApp.channel(...).".formatted(Channel.class.getName())
						: "Name a channel; there are: %s.".formatted(String.join(", ", there)));
	}

}
