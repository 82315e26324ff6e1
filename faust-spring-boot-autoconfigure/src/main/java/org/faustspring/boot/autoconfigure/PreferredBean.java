package org.faustspring.boot.autoconfigure;

import java.util.Arrays;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Chooses the bean of Spring Kafka that the App's clients are derived from: the only or
 * primary one, else the one with the name that Spring Boot gives it.
 */
final class PreferredBean {

	private PreferredBean() {
	}

	static <T> T of(Class<T> type, String defaultName, ListableBeanFactory beanFactory) {
		T unique = beanFactory.getBeanProvider(type).getIfUnique();
		if (unique != null) {
			return unique;
		}
		if (beanFactory.containsBean(defaultName) && beanFactory.isTypeMatch(defaultName, type)) {
			return beanFactory.getBean(defaultName, type);
		}
		throw new AmbiguousKafkaBeanException(ClassUtils.getShortName(type), defaultName,
				Arrays.asList(beanFactory.getBeanNamesForType(type)));
	}

}
