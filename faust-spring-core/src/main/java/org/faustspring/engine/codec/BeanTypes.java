package org.faustspring.engine.codec;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Reads the type of a bean with its generics. Any thread.
 */
public final class BeanTypes {

	private BeanTypes() {
	}

	/**
	 * Return the most that is known of a bean's type without creating it: the type its
	 * definition declares where that has generics, such as the return type of its
	 * {@code @Bean} method; else its class.
	 * @param beanFactory the bean factory
	 * @param bean the bean's name
	 * @return the type, {@link ResolvableType#NONE} if nothing is known
	 */
	public static ResolvableType of(BeanFactory beanFactory, String bean) {
		ResolvableType declared = declared(beanFactory, bean);
		if (declared.hasGenerics()) {
			return declared;
		}
		Class<?> type = beanFactory.getType(bean, false);
		return (type != null) ? ResolvableType.forClass(ClassUtils.getUserClass(type)) : declared;
	}

	private static ResolvableType declared(BeanFactory beanFactory, String bean) {
		if (definitions(beanFactory) instanceof ConfigurableBeanFactory configurable
				&& !configurable.isFactoryBean(bean)) {
			try {
				return configurable.getMergedBeanDefinition(bean).getResolvableType();
			}
			catch (NoSuchBeanDefinitionException ex) {
				// Registered as an instance, without a definition: its class says it all.
				return ResolvableType.NONE;
			}
		}
		return ResolvableType.NONE;
	}

	/**
	 * Return where the definitions are: a context has them in a bean factory of its own.
	 */
	static BeanFactory definitions(BeanFactory beanFactory) {
		return (beanFactory instanceof ApplicationContext context) ? context.getAutowireCapableBeanFactory()
				: beanFactory;
	}

}
