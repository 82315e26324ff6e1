package org.faustspring.engine.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.faustspring.app.InvalidAgentException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * An agent's bean method: what it is called in messages, and how it is called. Used at
 * start, by one thread.
 */
final class AgentMethod {

	private final @Nullable Object bean;

	private final Class<?> beanClass;

	private final Method method;

	AgentMethod(Object bean, Method method) {
		this(bean, AopUtils.getTargetClass(bean), method);
	}

	private AgentMethod(@Nullable Object bean, Class<?> beanClass, Method method) {
		this.bean = bean;
		this.beanClass = beanClass;
		this.method = method;
	}

	/**
	 * Describe a method whose bean is not there yet; it can be read, but not called.
	 */
	static AgentMethod withoutBean(Class<?> beanClass, Method method) {
		return new AgentMethod(null, beanClass, method);
	}

	Class<?> beanClass() {
		return this.beanClass;
	}

	Method method() {
		return this.method;
	}

	ResolvableType returnType() {
		return ResolvableType.forMethodReturnType(this.method, this.beanClass);
	}

	/**
	 * Return class and method with parameters, such as {@code Agents.on(Flight, String)}.
	 */
	static String describe(Class<?> beanClass, Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return "%s.%s(%s)".formatted(beanClass.getSimpleName(), method.getName(), parameters);
	}

	String description() {
		return describe(this.beanClass, this.method);
	}

	InvalidAgentException invalid(String problem, String remedy) {
		return new InvalidAgentException(description(), problem, remedy, null);
	}

	InvalidAgentException invalid(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidAgentException(description(), problem, remedy, cause);
	}

	/**
	 * Return a handle of the method, bound to the bean, or to the proxy around it.
	 */
	MethodHandle handle() {
		if (Modifier.isStatic(this.method.getModifiers())) {
			throw invalid("the method is static", "An agent is a method of a bean: remove 'static'.");
		}
		Object target = this.bean;
		Method invocable = (target != null) ? invocable(target) : this.method;
		ReflectionUtils.makeAccessible(invocable);
		try {
			return MethodHandles.insertArguments(MethodHandles.lookup().unreflect(invocable), 0, target);
		}
		catch (IllegalAccessException ex) {
			throw invalid("the method is not accessible", "Make the method and its class public.", ex);
		}
	}

	private Method invocable(Object target) {
		if (AopUtils.isCglibProxy(target) && Modifier.isFinal(this.method.getModifiers())) {
			throw invalid("the bean is behind a class-based proxy, which cannot intercept a final method",
					"Remove 'final', or remove what makes the bean a proxy (such as @Transactional or @Async).");
		}
		if (AopUtils.isAopProxy(target) && Modifier.isPrivate(this.method.getModifiers())) {
			throw invalid("the bean is behind a proxy, which cannot intercept a private method",
					"Make the method at least package-private.");
		}
		try {
			return AopUtils.selectInvocableMethod(this.method, target.getClass());
		}
		catch (IllegalStateException ex) {
			throw invalid("the bean is behind a JDK proxy, and none of its interfaces has the method",
					"Declare the method in an interface that the bean implements, or let Spring proxy its class "
							+ "(proxyTargetClass = true).",
					ex);
		}
	}

}
