package org.faustspring.engine.handler;

import java.lang.reflect.Method;

import org.faustspring.annotation.Agent;
import org.faustspring.app.InvalidAgentException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;

/**
 * The types of an agent, read from its method before there is a bean.
 *
 * @param valueType the type of its values, {@code Object} if it takes any
 * @param resultType the type of each result, {@link Void} if it has none
 */
public record AgentTypes(ResolvableType valueType, ResolvableType resultType) {

	/**
	 * Read the types.
	 * @param beanFactory resolves placeholders
	 * @param beanClass the class of the bean
	 * @param method its method
	 * @param agent its annotation
	 * @return the types, or {@code null} if the method cannot be an agent, which is
	 * reported when it is compiled
	 */
	public static @Nullable AgentTypes of(ConfigurableListableBeanFactory beanFactory, Class<?> beanClass,
			Method method, Agent agent) {
		AgentMethod target = AgentMethod.withoutBean(beanClass, method);
		HeaderArguments headers = new HeaderArguments(target, new AttributeResolver(beanFactory, target),
				DefaultConversionService.getSharedInstance());
		try {
			boolean batch = agent.batch() > 0 || !agent.batchString().isEmpty();
			ResolvableType value = new SignatureReader(target, headers).read(batch).valueType();
			ResolvableType result = TypeNames.boxed(DeclaredResults.of(target.returnType()).elementType());
			return new AgentTypes(known(value), known(result));
		}
		catch (InvalidAgentException ex) {
			return null;
		}
	}

	private static ResolvableType known(@Nullable ResolvableType type) {
		return (type != null && type.resolve() != null) ? TypeNames.boxed(type) : ResolvableType.forClass(Object.class);
	}

}
