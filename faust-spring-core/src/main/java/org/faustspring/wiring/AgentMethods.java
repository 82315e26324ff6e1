package org.faustspring.wiring;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.OnError;
import org.faustspring.annotation.Sink;
import org.faustspring.annotation.Sinks;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.RepeatableContainers;

/**
 * Finds the agents of a class. Any thread.
 */
final class AgentMethods {

	private final Set<Class<?>> without = ConcurrentHashMap.newKeySet();

	Map<Method, Agent> of(Class<?> type) {
		if (this.without.contains(type) || !AnnotationUtils.isCandidateClass(type, Agent.class)) {
			return Map.of();
		}
		Map<Method, Agent> methods = MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<Agent>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, Agent.class));
		if (methods.isEmpty()) {
			this.without.add(type);
		}
		return methods;
	}

	/**
	 * Return the methods that decide about errors.
	 */
	static Map<Method, OnError> errorMethods(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, OnError.class)) {
			return Map.of();
		}
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<OnError>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, OnError.class));
	}

	/**
	 * Return the sinks of a method. Of an overridden method only the nearest that has
	 * sinks counts, as it does for {@code @Agent}.
	 */
	static List<Sink> sinks(Method method) {
		List<MergedAnnotation<Sink>> all = MergedAnnotations
			.from(method, SearchStrategy.TYPE_HIERARCHY,
					RepeatableContainers.explicitRepeatable(Sink.class, Sinks.class))
			.stream(Sink.class)
			.toList();
		int nearest = all.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().orElse(0);
		return all.stream()
			.filter((sink) -> sink.getAggregateIndex() == nearest)
			.map(MergedAnnotation::synthesize)
			.toList();
	}

}
