package org.faustspring.wiring;

import java.lang.reflect.Method;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.engine.handler.AgentTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Declares a bean of type {@link AgentRef} for each agent, under the agent's name, before
 * any bean is created: found by its types, by {@code @Qualifier} or by the name of the
 * parameter it is injected into. Where a bean of that name exists, only the qualifier
 * tells them apart. Declare it by a static {@code @Bean} method. Used by the thread that
 * makes the context.
 */
public final class AgentRefRegistrar implements BeanFactoryPostProcessor, Ordered {

	private static final Log logger = LogFactory.getLog(AgentRefRegistrar.class);

	private static final String SUFFIX = "AgentRef";

	private final Environment environment;

	private final AgentMethods methods = new AgentMethods();

	/**
	 * Create the registrar.
	 * @param environment resolves placeholders in names
	 */
	public AgentRefRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!(beanFactory instanceof BeanDefinitionRegistry registry)) {
			return;
		}
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			Class<?> type = (ScopedProxyUtils.isScopedTarget(bean)) ? null : type(beanFactory, bean);
			if (type != null) {
				for (Map.Entry<Method, Agent> agent : this.methods.of(type).entrySet()) {
					register(beanFactory, registry, type, agent.getKey(), agent.getValue());
				}
			}
		}
	}

	private static @Nullable Class<?> type(ConfigurableListableBeanFactory beanFactory, String bean) {
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(bean);
		Class<?> type = (definition.isAbstract()) ? null : beanFactory.getType(bean, false);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private void register(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry, Class<?> type,
			Method method, Agent agent) {
		String name = name(beanFactory, method, agent);
		AgentTypes types = AgentTypes.of(beanFactory, type, method, agent);
		if (types == null || name.contains("#{") || name.contains("${")) {
			// Reported when it is compiled, or known only then.
			return;
		}
		String bean = (registry.containsBeanDefinition(name) || beanFactory.containsBean(name)) ? name + SUFFIX : name;
		if (registry.containsBeanDefinition(bean)) {
			logger.debug("No bean refers to agent '%s', since there are others of its names".formatted(name));
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition();
		definition
			.setTargetType(ResolvableType.forClassWithGenerics(AgentRef.class, types.valueType(), types.resultType()));
		definition.setInstanceSupplier(() -> ref(beanFactory.getBean(FaustApp.class), name, types));
		definition.setLazyInit(true);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		registry.registerBeanDefinition(bean, definition);
	}

	private static AgentRef<?, ?> ref(FaustApp app, String name, AgentTypes types) {
		return app.ref(name, ParameterizedTypeReference.forType(types.valueType().getType()),
				ParameterizedTypeReference.forType(types.resultType().getType()));
	}

	private String name(ConfigurableListableBeanFactory beanFactory, Method method, Agent agent) {
		String resolved = beanFactory.resolveEmbeddedValue(agent.name());
		String name = this.environment.resolvePlaceholders((resolved != null) ? resolved : "").trim();
		return (name.isEmpty()) ? method.getName() : name;
	}

}
