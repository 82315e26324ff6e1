package org.faustspring.boot.diagnostics;

import java.util.ArrayList;
import java.util.List;

import org.faustspring.agent.AgentRef;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/**
 * Tells which references to agents can be injected, where none fits or several do.
 */
class NoSuchAgentRefFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> implements Ordered {

	private final @Nullable ConfigurableListableBeanFactory beanFactory;

	NoSuchAgentRefFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	/** Before the one for beans of any type. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		ResolvableType wanted = cause.getResolvableType();
		if (wanted == null || wanted.resolve() != AgentRef.class || this.beanFactory == null) {
			return null;
		}
		UnsatisfiedDependencyException injection = findCause(rootFailure, UnsatisfiedDependencyException.class);
		String where = (injection != null && injection.getInjectionPoint() != null)
				? " for " + injection.getInjectionPoint() : "";
		boolean several = cause instanceof NoUniqueBeanDefinitionException;
		return new FailureAnalysis(
				"%s agent fits %s%s.%nThere are these agents:%n%s".formatted((several) ? "More than one" : "No",
						text(wanted), where, agents(this.beanFactory)),
				(several) ? "Name the agent: @Qualifier(\"...\"), or a parameter of its name."
						: "Declare the types of the agent's values and results, and its name where there is a @Qualifier.",
				cause);
	}

	private static String agents(ConfigurableListableBeanFactory beanFactory) {
		List<String> agents = new ArrayList<>();
		for (String name : beanFactory.getBeanNamesForType(AgentRef.class, true, false)) {
			agents
				.add("\t- %s: %s".formatted(name, text(beanFactory.getMergedBeanDefinition(name).getResolvableType())));
		}
		return (agents.isEmpty()) ? "\t(none)" : String.join("%n".formatted(), agents);
	}

	/** Without packages. */
	private static String text(ResolvableType type) {
		return type.toString().replaceAll("[\\w.]+\\.", "");
	}

}
