package org.faustspring.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import org.faustspring.agent.AgentRef;
import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds out whether a bean can ask agents: whether a reference was injected into it,
 * directly or through other beans. One that is got at in another way is noticed when it
 * is first used. Used at start, by one thread.
 */
final class ReachableRefs {

	private final ConfigurableListableBeanFactory beanFactory;

	ReachableRefs(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Tell whether a bean has a reference.
	 * @param beanName the bean's name
	 * @return whether it has
	 */
	boolean of(String beanName) {
		Set<String> seen = new HashSet<>(Set.of(beanName));
		Deque<String> open = new ArrayDeque<>(Set.of(beanName));
		while (!open.isEmpty()) {
			for (String next : this.beanFactory.getDependenciesForBean(open.remove())) {
				if (!seen.add(next)) {
					continue;
				}
				Class<?> type = type(next);
				if (type != null && AgentRef.class.isAssignableFrom(type)) {
					return true;
				}
				// The App and tables lead anywhere, but do not call back.
				if (type == null || !(FaustApp.class.isAssignableFrom(type) || Table.class.isAssignableFrom(type))) {
					open.add(next);
				}
			}
		}
		return false;
	}

	private @Nullable Class<?> type(String bean) {
		return (this.beanFactory.containsBean(bean)) ? this.beanFactory.getType(bean, false) : null;
	}

}
