package org.faustspring.wiring;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Lookup;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the tables that a bean can use: those injected into it, directly or through other
 * beans. Used at start, by one thread.
 * <p>
 * Follows the dependencies that the container has recorded, but not those of the App and
 * of tables, which would lead from any agent to any table. Where no table is found, the
 * classes on the way are looked at for other ways to one: a table that was not injected
 * or is injected lazily, the App, or the container itself. Classes of Spring, Kafka and
 * the JDK are taken to use no tables.
 */
final class ReachableTables {

	private static final Set<String> OTHERS_PACKAGES = Set.of("java.", "javax.", "jakarta.", "org.springframework.",
			"org.apache.", "tools.jackson.", "com.fasterxml.", "io.micrometer.");

	private final ConfigurableListableBeanFactory beanFactory;

	ReachableTables(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the tables of a bean.
	 * @param beanName the bean's name
	 * @param beanClass its class
	 * @return names of tables; empty if it certainly uses none, {@code null} if it could
	 * get at one in a way that is not seen here
	 */
	@Nullable Set<String> of(String beanName, Class<?> beanClass) {
		Set<String> tables = new TreeSet<>();
		boolean others = canReachOthers(beanClass);
		Set<String> seen = new HashSet<>(Set.of(beanName));
		Deque<String> open = new ArrayDeque<>(Set.of(beanName));
		while (!open.isEmpty()) {
			for (String next : this.beanFactory.getDependenciesForBean(open.remove())) {
				if (!seen.add(next)) {
					continue;
				}
				Class<?> type = type(next);
				if (type != null && Table.class.isAssignableFrom(type)) {
					tables.add(this.beanFactory.getBean(next, Table.class).name());
				}
				else if (type != null && FaustApp.class.isAssignableFrom(type)) {
					others = true;
				}
				else {
					others |= type != null && canReachOthers(type);
					open.add(next);
				}
			}
		}
		return (tables.isEmpty() && others) ? null : tables;
	}

	private @Nullable Class<?> type(String bean) {
		if (!this.beanFactory.containsBean(bean)) {
			return null;
		}
		Class<?> type = this.beanFactory.getType(bean, false);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private static boolean canReachOthers(Class<?> type) {
		if (isOthers(type)) {
			return false;
		}
		if (BeanFactoryAware.class.isAssignableFrom(type) || ApplicationContextAware.class.isAssignableFrom(type)) {
			return true;
		}
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			for (int i = 0; i < constructor.getParameterCount(); i++) {
				if (leadsToTables(ResolvableType.forConstructorParameter(constructor, i))) {
					return true;
				}
			}
		}
		for (Class<?> next = type; next != null && !isOthers(next); next = next.getSuperclass()) {
			for (Field field : next.getDeclaredFields()) {
				if (leadsToTables(ResolvableType.forField(field, type))) {
					return true;
				}
			}
			for (Method method : next.getDeclaredMethods()) {
				if (isLookup(method, type)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isLookup(Method method, Class<?> type) {
		if (AnnotatedElementUtils.hasAnnotation(method, Lookup.class)) {
			return true;
		}
		if (AnnotatedElementUtils.hasAnnotation(method, Autowired.class)) {
			for (int i = 0; i < method.getParameterCount(); i++) {
				if (leadsToTables(ResolvableType.forMethodParameter(method, i, type))) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean leadsToTables(ResolvableType type) {
		Class<?> raw = type.resolve(Object.class);
		if (Table.class.isAssignableFrom(raw) || FaustApp.class.isAssignableFrom(raw)
				|| BeanFactory.class.isAssignableFrom(raw)) {
			return true;
		}
		boolean provider = ObjectFactory.class.isAssignableFrom(raw) || raw.getName().endsWith(".inject.Provider");
		if (!provider) {
			return false;
		}
		Class<?> provided = type.getGeneric(0).resolve();
		return provided == null || provided == Object.class || !isOthers(provided);
	}

	private static boolean isOthers(Class<?> type) {
		return OTHERS_PACKAGES.stream().anyMatch(type.getName()::startsWith);
	}

}
