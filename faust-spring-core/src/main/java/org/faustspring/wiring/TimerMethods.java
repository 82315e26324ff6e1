package org.faustspring.wiring;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

import org.faustspring.annotation.Cron;
import org.faustspring.annotation.Every;
import org.faustspring.app.InvalidTimerException;
import org.faustspring.engine.handler.AgentCompiler;
import org.faustspring.engine.handler.TimerCompiler;
import org.faustspring.engine.timer.TimerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Collects the {@code @Every} and {@code @Cron} methods of beans while the context is
 * made, and compiles them. Used by the thread that makes the context; a bean may be
 * created by another.
 */
final class TimerMethods {

	private static final Set<Class<? extends Annotation>> TYPES = new LinkedHashSet<>(List.of(Every.class, Cron.class));

	private final List<FoundTimer> found = new CopyOnWriteArrayList<>();

	private static Map<Method, List<Annotation>> of(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, TYPES)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<List<Annotation>>) TimerMethods::timers);
	}

	private static @Nullable List<Annotation> timers(Method method) {
		List<Annotation> timers = new ArrayList<>();
		for (Class<? extends Annotation> type : TYPES) {
			Annotation timer = AnnotatedElementUtils.findMergedAnnotation(method, type);
			if (timer != null) {
				timers.add(timer);
			}
		}
		return (timers.isEmpty()) ? null : timers;
	}

	/**
	 * Take a bean's timers.
	 * @param bean the bean, which may not have its proxy yet
	 * @param beanName its name
	 * @param late whether the timers have been compiled
	 */
	void collect(Object bean, String beanName, boolean late) {
		of(AopUtils.getTargetClass(bean)).forEach((method, timers) -> {
			if (late) {
				throw new InvalidTimerException(AgentCompiler.describe(AopUtils.getTargetClass(bean), method),
						"its bean '%s' is created after the timers have been collected".formatted(beanName),
						"Declare it as an ordinary singleton", null);
			}
			timers.forEach((timer) -> this.found.add(new FoundTimer(beanName, bean, method, timer)));
		});
	}

	/**
	 * Tell whether a bean that is not created yet has timers.
	 * @param type its class
	 * @param name its name
	 * @param definition its definition
	 * @return whether it has
	 * @throws InvalidTimerException if it has, but is no singleton
	 */
	boolean expected(Class<?> type, String name, BeanDefinition definition) {
		Map<Method, List<Annotation>> methods = of(type);
		if (methods.isEmpty()) {
			return false;
		}
		if (!definition.isSingleton()) {
			throw new InvalidTimerException(AgentCompiler.describe(type, methods.keySet().iterator().next()),
					"its bean '%s' has the scope '%s'".formatted(name, definition.getScope()),
					"Make it a singleton: a timer is called for as long as the App runs", null);
		}
		return true;
	}

	/**
	 * Compile all timers.
	 * @param beanFactory resolves placeholders and beans
	 * @param exposed the bean as others see it, by its name and the bean that was found
	 * @return the timers, with different names
	 */
	List<TimerDefinition> compile(ConfigurableListableBeanFactory beanFactory,
			BiFunction<FoundTimer, ConfigurableListableBeanFactory, Object> exposed) {
		TimerCompiler compiler = new TimerCompiler(beanFactory);
		ReachableTables tables = new ReachableTables(beanFactory);
		Map<String, TimerDefinition> byName = new LinkedHashMap<>();
		for (FoundTimer timer : this.found) {
			Object bean = exposed.apply(timer, beanFactory);
			TimerDefinition definition = compiler.compile(bean, timer.method(), timer.annotation(),
					() -> tables.of(timer.beanName(), AopUtils.getTargetClass(bean)));
			TimerDefinition other = (definition != null) ? byName.putIfAbsent(definition.name(), definition) : null;
			if (definition != null && other != null) {
				throw new InvalidTimerException(definition.description(),
						"its name \"%s\" is also that of %s".formatted(definition.name(), other.description()),
						"Give one of them another name = \"...\"", null);
			}
		}
		this.found.clear();
		return List.copyOf(byName.values());
	}

	/**
	 * A timer as it was found.
	 *
	 * @param beanName name of its bean
	 * @param bean the bean, which may not have its proxy yet
	 * @param method its method
	 * @param annotation its annotation
	 */
	record FoundTimer(String beanName, Object bean, Method method, Annotation annotation) {

	}

}
