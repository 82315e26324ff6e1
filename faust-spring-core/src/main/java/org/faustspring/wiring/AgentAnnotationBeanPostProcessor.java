package org.faustspring.wiring;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.OnError;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.AgentCompiler;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.ErrorMethodCompiler;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Finds the beans with {@code @Agent} methods, and with timers, while the context is
 * made, and compiles them into the {@link AgentRegistry} when all singletons have been
 * created. Declare it by a static {@code @Bean} method.
 * <p>
 * An agent's bean is a singleton, or behind a scoped proxy. A lazy one is created with
 * the others, since nobody would ask for it. One that is created after the agents have
 * been collected is an error. Used by the thread that makes the context; a bean may be
 * created by another.
 */
public final class AgentAnnotationBeanPostProcessor
		implements BeanPostProcessor, Ordered, BeanFactoryAware, SmartInitializingSingleton {

	private final ObjectProvider<SerdeResolver> serdes;

	private final ObjectProvider<FaustSettings> settings;

	private final ObjectProvider<AgentRegistry> registry;

	private final AgentMethods methods = new AgentMethods();

	private final TimerMethods timers = new TimerMethods();

	private final List<FoundAgent> found = new CopyOnWriteArrayList<>();

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private volatile boolean collected;

	/**
	 * Create the post-processor; nothing is asked of the providers before all singletons
	 * have been created.
	 * @param serdes resolves serdes
	 * @param settings settings of the App
	 * @param registry what to fill
	 */
	public AgentAnnotationBeanPostProcessor(ObjectProvider<SerdeResolver> serdes,
			ObjectProvider<FaustSettings> settings, ObjectProvider<AgentRegistry> registry) {
		this.serdes = serdes;
		this.settings = settings;
		this.registry = registry;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		Assert.isInstanceOf(ConfigurableListableBeanFactory.class, beanFactory);
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (ScopedProxyUtils.isScopedTarget(beanName)) {
			return bean;
		}
		this.timers.collect(bean, beanName, this.collected);
		Class<?> type = AopUtils.getTargetClass(bean);
		Map<Method, Agent> agents = this.methods.of(type);
		if (agents.isEmpty()) {
			refuseErrorMethods(bean, type);
		}
		agents.forEach((method, agent) -> {
			if (this.collected) {
				throw new InvalidAgentException(AgentCompiler.describe(type, method),
						"its bean '%s' is created after the agents have been collected".formatted(beanName),
						"Declare it as an ordinary singleton.", null);
			}
			this.found.add(new FoundAgent(beanName, bean, method, agent));
		});
		return bean;
	}

	/** They would never be asked. */
	private void refuseErrorMethods(Object bean, Class<?> type) {
		Map<Method, OnError> errorMethods = AgentMethods.errorMethods(type);
		if (!errorMethods.isEmpty() && this.beanFactory != null) {
			new ErrorMethodCompiler(this.beanFactory).addTo(bean, errorMethods, List.of());
		}
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory beanFactory = this.beanFactory;
		if (beanFactory == null) {
			throw new IllegalStateException("'beanFactory' has not been set");
		}
		createRemainingAgents(beanFactory);
		this.collected = true;
		Set<String> asking = new HashSet<>();
		List<AgentDefinition> definitions = (this.found.isEmpty()) ? List.of() : compile(beanFactory, asking);
		this.found.clear();
		this.registry.getObject().fill(definitions, asking);
		this.registry.getObject()
			.fillTimers(this.timers.compile(beanFactory,
					(timer, beans) -> exposed(beans, timer.beanName(), timer.bean(), timer.method())));
	}

	/**
	 * Create lazy beans and products of factory beans that have agents, and refuse beans
	 * of which there can be several.
	 */
	private void createRemainingAgents(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
			// What a factory bean makes, such as a scoped proxy, is not made before
			// someone asks.
			boolean created = definition.isSingleton() && !definition.isLazyInit() && !beanFactory.isFactoryBean(name);
			if (created || definition.isAbstract() || ScopedProxyUtils.isScopedTarget(name)) {
				continue;
			}
			Class<?> type = beanFactory.getType(name, false);
			if (type == null) {
				continue;
			}
			if (this.timers.expected(ClassUtils.getUserClass(type), name, definition)) {
				beanFactory.getBean(name);
			}
			for (Method agent : this.methods.of(ClassUtils.getUserClass(type)).keySet()) {
				if (!definition.isSingleton()) {
					throw new InvalidAgentException(AgentCompiler.describe(ClassUtils.getUserClass(type), agent),
							"its bean '%s' has the scope '%s'".formatted(name, definition.getScope()),
							"Make it a singleton: an agent is called for as long as the App runs.", null);
				}
				beanFactory.getBean(name);
			}
		}
	}

	private List<AgentDefinition> compile(ConfigurableListableBeanFactory beanFactory, Set<String> asking) {
		AgentCompiler compiler = new AgentCompiler(beanFactory, this.serdes.getObject(), this.settings.getObject());
		ReachableTables tables = new ReachableTables(beanFactory);
		ReachableRefs refs = new ReachableRefs(beanFactory);
		Map<String, AgentDefinition> byName = new LinkedHashMap<>();
		for (FoundAgent agent : this.found) {
			Object bean = exposed(beanFactory, agent.beanName(), agent.bean(), agent.method());
			AgentDefinition definition = compiler.compile(bean, agent.method(), agent.annotation(),
					AgentMethods.sinks(agent.method()),
					() -> tables.of(agent.beanName(), AopUtils.getTargetClass(bean)));
			AgentDefinition other = byName.putIfAbsent(definition.name(), definition);
			if (other != null) {
				throw new InvalidAgentException(definition.description(),
						"its name \"%s\" is also that of %s".formatted(definition.name(), other.description()),
						"Give one of them another name: @Agent(name = \"...\").", null);
			}
			if (refs.of(agent.beanName())) {
				asking.add(definition.name());
			}
		}
		AgentCompiler.connectSinks(byName);
		return withErrorMethods(byName, beanFactory);
	}

	/** Methods that decide about errors belong to all agents of their bean. */
	private List<AgentDefinition> withErrorMethods(Map<String, AgentDefinition> byName,
			ConfigurableListableBeanFactory beanFactory) {
		ErrorMethodCompiler compiler = new ErrorMethodCompiler(beanFactory);
		Map<String, List<FoundAgent>> byBean = new LinkedHashMap<>();
		this.found.forEach((agent) -> byBean.computeIfAbsent(agent.beanName(), (name) -> new ArrayList<>()).add(agent));
		List<AgentDefinition> all = new ArrayList<>(byName.values());
		byBean.values().forEach((agents) -> {
			FoundAgent first = agents.get(0);
			Object bean = exposed(beanFactory, first.beanName(), first.bean(), first.method());
			Map<Method, OnError> errorMethods = AgentMethods.errorMethods(AopUtils.getTargetClass(bean));
			if (errorMethods.isEmpty()) {
				return;
			}
			List<AgentDefinition> own = agents.stream().map((agent) -> all.get(this.found.indexOf(agent))).toList();
			compiler.addTo(bean, errorMethods, own)
				.forEach((changed) -> all.replaceAll((agent) -> agent.name().equals(changed.name()) ? changed : agent));
		});
		return all;
	}

	/**
	 * Return a bean as others see it: a post-processor that comes after this one may have
	 * put a proxy around it.
	 */
	private static Object exposed(BeanFactory beanFactory, String name, Object bean, Method method) {
		Object exposed = (beanFactory.containsBean(name)) ? beanFactory.getBean(name) : bean;
		boolean same = method.getDeclaringClass().isAssignableFrom(AopUtils.getTargetClass(exposed));
		return (same) ? exposed : bean;
	}

	/**
	 * An agent as it was found.
	 *
	 * @param beanName name of its bean
	 * @param bean the bean, which may not have its proxy yet
	 * @param method its method
	 * @param annotation its annotation
	 */
	private record FoundAgent(String beanName, Object bean, Method method, Agent annotation) {

	}

}
