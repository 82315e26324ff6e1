package org.faustspring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.faustspring.boot.autoconfigure.UnknownPropertyException.UnknownProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ObjectUtils;

/**
 * Fails the start if a property under {@code faust.} does not exist, before any bean is
 * made. Strict binding would not do: other modules, and the application itself, may have
 * properties below that prefix, and single tables have theirs beside those of all tables.
 * Environment variables are left alone, for one that starts with {@code FAUST_} may be
 * meant for anything.
 */
class UnknownPropertyCheck implements BeanFactoryPostProcessor {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("faust");

	// Also known without the module, so that it can be left out of a build by profile
	private static final ConfigurationPropertyName EMBEDDED_KAFKA = ConfigurationPropertyName
		.of("faust.embedded-kafka");

	private final Environment environment;

	UnknownPropertyCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		KnownProperties known = new KnownProperties();
		List<ConfigurationPropertyName> others = prefixesOfOthers(beanFactory);
		Map<ConfigurationPropertyName, UnknownProperty> unknown = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			names(source).filter((name) -> !known.contains(name))
				.filter((name) -> !(known.isGroup(name) && isEmpty(source, name)))
				.filter((name) -> others.stream().noneMatch((other) -> other.equals(name) || other.isAncestorOf(name)))
				.forEach((name) -> unknown.computeIfAbsent(name,
						(key) -> new UnknownProperty(key.toString(), origin(source, key), known.closestTo(key))));
		}
		if (!unknown.isEmpty()) {
			throw new UnknownPropertyException(List.copyOf(unknown.values()));
		}
	}

	private List<ConfigurationPropertyName> prefixesOfOthers(ConfigurableListableBeanFactory beanFactory) {
		List<ConfigurationPropertyName> prefixes = new ArrayList<>();
		prefixes.add(EMBEDDED_KAFKA);
		for (String beanName : beanFactory.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
			ConfigurationProperties properties = beanFactory.findAnnotationOnBean(beanName,
					ConfigurationProperties.class, false);
			ConfigurationPropertyName prefix = (properties != null)
					? ConfigurationPropertyName.ofIfValid(properties.value()) : null;
			if (prefix != null && PREFIX.isAncestorOf(prefix)) {
				prefixes.add(prefix);
			}
		}
		return prefixes;
	}

	private Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
		if (isEnvironment(source.getUnderlyingSource())
				|| !(source instanceof IterableConfigurationPropertySource iterable)) {
			return Stream.empty();
		}
		return iterable.stream().filter(PREFIX::isAncestorOf);
	}

	private boolean isEnvironment(@Nullable Object source) {
		return source instanceof SystemEnvironmentPropertySource || (source instanceof PropertySource<?> named
				&& named.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	// A group without properties is left by YAML such as "tables: {}"
	private boolean isEmpty(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return property == null || ObjectUtils.isEmpty(property.getValue());
	}

	private @Nullable Origin origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		return (property != null) ? property.getOrigin() : null;
	}

}
