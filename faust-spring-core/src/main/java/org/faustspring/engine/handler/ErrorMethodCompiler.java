package org.faustspring.engine.handler;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.faustspring.agent.ErrorDecision;
import org.faustspring.agent.EventFailure;
import org.faustspring.annotation.OnError;
import org.faustspring.stream.Event;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Compiles the {@code @OnError} methods of a bean, and says what is wrong with one that
 * cannot work. Used at start, by one thread.
 */
public final class ErrorMethodCompiler {

	private static final String PARAMETERS = "Its parameters may be the exception, an Event<?> and an int (the attempt).";

	private final ConfigurableBeanFactory beanFactory;

	/**
	 * Create a compiler.
	 * @param beanFactory resolves placeholders and bean expressions
	 */
	public ErrorMethodCompiler(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Give agents the error methods of their bean.
	 * @param bean the bean, or the proxy around it
	 * @param methods its methods with their annotations
	 * @param agents the bean's agents
	 * @return the agents, those with error methods changed
	 * @throws org.faustspring.app.InvalidAgentException if a method cannot work
	 */
	public List<AgentDefinition> addTo(Object bean, Map<Method, OnError> methods, List<AgentDefinition> agents) {
		Map<String, List<ErrorMethods.ErrorMethod>> byAgent = new HashMap<>();
		Map<String, Map<Class<?>, String>> taken = new HashMap<>();
		methods.forEach((method, annotation) -> {
			AgentMethod target = new AgentMethod(bean, method);
			ErrorMethods.ErrorMethod compiled = compile(target, annotation);
			for (String agent : agentsOf(target, annotation, agents)) {
				Map<Class<?>, String> types = taken.computeIfAbsent(agent, (name) -> new HashMap<>());
				for (Class<?> type : compiled.exceptions()) {
					String other = types.put(type, target.description());
					if (other != null) {
						throw target.invalid(
								"%s is for %s of agent \"%s\" as well".formatted(other, type.getSimpleName(), agent),
								"Keep one @OnError method for each exception type of an agent.");
					}
				}
				byAgent.computeIfAbsent(agent, (name) -> new ArrayList<>()).add(compiled);
			}
		});
		return agents.stream()
			.map((agent) -> byAgent.containsKey(agent.name())
					? agent.withErrorHandler(
							new ErrorMethods(byAgent.getOrDefault(agent.name(), List.of()), agent.errorHandler()))
					: agent)
			.toList();
	}

	private Set<String> agentsOf(AgentMethod target, OnError annotation, List<AgentDefinition> agents) {
		Set<String> known = new LinkedHashSet<>(agents.stream().map(AgentDefinition::name).toList());
		if (known.isEmpty()) {
			throw target.invalid("its bean has no agents", "Move it to the bean whose agents it is for, or declare an "
					+ "AgentErrorHandler bean and name it in faust.errors.handler-bean.");
		}
		if (annotation.agents().length == 0) {
			return known;
		}
		Set<String> named = new AttributeResolver(this.beanFactory, target).names("agents", annotation.agents());
		for (String name : named) {
			if (!known.contains(name)) {
				throw target.invalid("agents names \"%s\", which is no agent of its bean".formatted(name),
						"Use one of: %s.".formatted(String.join(", ", known)));
			}
		}
		return named;
	}

	@SuppressWarnings("unchecked")
	private static ErrorMethods.ErrorMethod compile(AgentMethod target, OnError annotation) {
		Method method = target.method();
		if (method.getReturnType() != ErrorDecision.class) {
			throw target.invalid("it returns %s".formatted(method.getReturnType().getSimpleName()),
					"Return %s.".formatted(ErrorDecision.class.getName()));
		}
		Class<? extends Throwable> parameter = null;
		List<Function<Failed, Object>> arguments = new ArrayList<>();
		for (Class<?> type : method.getParameterTypes()) {
			if (Throwable.class.isAssignableFrom(type) && parameter == null) {
				parameter = (Class<? extends Throwable>) type;
				arguments.add(Failed::cause);
			}
			else if (type == Event.class) {
				arguments.add((failed) -> failed.failure().event());
			}
			else if (type == int.class) {
				arguments.add((failed) -> failed.failure().attempt());
			}
			else {
				throw target.invalid("it has a parameter of type %s".formatted(type.getSimpleName()), PARAMETERS);
			}
		}
		List<Class<? extends Throwable>> exceptions = List.of(annotation.exceptions());
		if (exceptions.isEmpty()) {
			exceptions = List.of((parameter != null) ? parameter : Throwable.class);
		}
		for (Class<? extends Throwable> exception : exceptions) {
			if (parameter != null && !parameter.isAssignableFrom(exception)) {
				throw target.invalid(
						"it is for %s, which its parameter of type %s does not take"
							.formatted(exception.getSimpleName(), parameter.getSimpleName()),
						"Declare the parameter as a common supertype of the exceptions.");
			}
		}
		return new ErrorMethods.ErrorMethod(exceptions, caller(target, arguments));
	}

	private static ErrorMethods.Call caller(AgentMethod target, List<Function<Failed, Object>> arguments) {
		MethodHandle handle = target.handle();
		return (failure, cause) -> {
			Failed failed = new Failed(failure, cause);
			Object[] values = arguments.stream().map((argument) -> argument.apply(failed)).toArray();
			Object decision;
			try {
				decision = handle.invokeWithArguments(values);
			}
			catch (RuntimeException | Error ex) {
				throw ex;
			}
			catch (Throwable ex) {
				throw new IllegalStateException("%s has thrown".formatted(target.description()), ex);
			}
			if (decision == null) {
				throw new IllegalStateException("%s has returned null for arguments %s; return a decision"
					.formatted(target.description(), Arrays.toString(values)));
			}
			return (ErrorDecision) decision;
		};
	}

	private record Failed(EventFailure failure, Throwable cause) {

	}

}
