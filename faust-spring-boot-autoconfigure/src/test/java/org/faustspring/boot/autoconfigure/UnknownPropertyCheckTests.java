package org.faustspring.boot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.faustspring.boot.autoconfigure.UnknownPropertyException.UnknownProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UnknownPropertyCheck}.
 */
class UnknownPropertyCheckTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@ParameterizedTest
	@CsvSource({ "faust.comit-interval, faust.commit-interval", "faust.worker, faust.workers",
			"faust.tables.memroy, faust.tables.memory", "faust.tabels.memory, faust.tables.memory",
			"faust.tables.counts.stroe, faust.tables.counts.store",
			"faust.agents.stall-time, faust.agents.stall-timeout",
			"faust.tables.my.table.store, faust.tables.[my.table].store", "faust.topic.config.a, faust.topics.config.*",
			"faust.workers.count, faust.workers" })
	void misspeltPropertyIsRefusedWithTheClosestOne(String name, String closest) {
		TestPropertyValues.of(name + "=1").applyTo(this.environment);

		assertThat(unknown()).singleElement().satisfies((property) -> {
			assertThat(property.name()).isEqualTo(name);
			assertThat(property.closest()).isEqualTo(closest);
		});
	}

	@Test
	void misspeltPropertyInYamlIsRefusedWithFileAndLine() throws IOException {
		load(new YamlPropertySourceLoader(), "application.yaml", """
				faust:
				  id: flights
				  comitInterval: 1s
				""");

		assertThat(unknown()).singleElement().satisfies((property) -> {
			assertThat(property.name()).isEqualTo("faust.comitinterval");
			assertThat(property.origin()).hasToString("Byte array resource [application.yaml] - 3:18");
			assertThat(property.closest()).isEqualTo("faust.commit-interval");
		});
	}

	@Test
	void allMisspeltPropertiesAreNamedAtOnce() throws IOException {
		load(new PropertiesPropertySourceLoader(), "application.properties", """
				faust.idd=a
				faust.id=b
				faust.error.attempts=3
				""");

		assertThat(unknown()).extracting(UnknownProperty::name).containsExactly("faust.idd", "faust.error.attempts");
	}

	@Test
	void systemPropertiesAreChecked() {
		TestPropertyValues.of("faust.wrokers=1")
			.applyToSystemProperties(
					() -> assertThat(unknown()).extracting(UnknownProperty::name).containsExactly("faust.wrokers"));
	}

	@Test
	void everySpellingOfKnownPropertiesIsFine() throws IOException {
		load(new YamlPropertySourceLoader(), "application.yaml", """
				faust:
				  commitInterval: 1s
				  state_directory: a
				  instance-id: b
				  topics:
				    config:
				      min.insync.replicas: 2
				      "[retention.ms]": 1
				  tables:
				    memory: 1MB
				    airport-delays:
				      store: memory
				    "[my.table]":
				      store: rocksdb
				faustian.bargain: x
				""");

		assertThatNoException().isThrownBy(this::check);
	}

	@Test
	void emptyGroupsAreFine() throws IOException {
		load(new YamlPropertySourceLoader(), "application.yaml", """
				faust:
				  tables: {}
				  agents:
				  topics:
				    config: {}
				""");

		assertThatNoException().isThrownBy(this::check);
	}

	@Test
	void valueOfAGroupIsRefused() {
		TestPropertyValues.of("faust.tables=memory").applyTo(this.environment);

		assertThat(unknown()).extracting(UnknownProperty::name).containsExactly("faust.tables");
	}

	@Test
	void propertiesOfTheEmbeddedBrokerAreFineWithoutItsModule() {
		TestPropertyValues.of("faust.embedded-kafka.port=1", "faust.embeddedKafka.properties.log.dirs=2")
			.applyTo(this.environment);

		assertThatNoException().isThrownBy(this::check);
	}

	@Test
	void environmentVariablesAreLeftAlone() {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("more-systemEnvironment",
					Map.of("FAUST_HOME", "/opt/faust", "FAUST_COMIT_INTERVAL", "1s")));

		assertThatNoException().isThrownBy(this::check);
	}

	@Test
	void prefixesOfOtherBeansAreLeftAlone() {
		TestPropertyValues.of("faust.mine.a=1", "faust.mine.b.c=2").applyTo(this.environment);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setEnvironment(this.environment);
			context.registerBean(Mine.class);
			context.addBeanFactoryPostProcessor(new UnknownPropertyCheck(this.environment));

			assertThatNoException().isThrownBy(context::refresh);
		}
	}

	@Test
	void closestOneIsOfferedWhateverTheName() {
		TestPropertyValues.of("faust.x=1").applyTo(this.environment);

		assertThatExceptionOfType(UnknownPropertyException.class).isThrownBy(this::check)
			.withMessageContaining("'faust.x'");
	}

	private void load(PropertySourceLoader loader, String name, String content) throws IOException {
		loader.load(name, new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8), name))
			.forEach(this.environment.getPropertySources()::addFirst);
	}

	private List<UnknownProperty> unknown() {
		return catchThrowableOfType(UnknownPropertyException.class, this::check).properties();
	}

	private void check() {
		new UnknownPropertyCheck(this.environment).postProcessBeanFactory(new DefaultListableBeanFactory());
	}

	@ConfigurationProperties("faust.mine")
	static class Mine {

	}

}
