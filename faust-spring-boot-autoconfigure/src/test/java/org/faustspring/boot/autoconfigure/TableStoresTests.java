package org.faustspring.boot.autoconfigure;

import java.io.IOException;
import java.util.Map;

import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TableStores}.
 */
class TableStoresTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void tablesStandBesideSettingsOfAllTables() throws IOException {
		new YamlPropertySourceLoader().load("yaml", new ByteArrayResource("""
				faust:
				  tables:
				    memory: 1MB
				    overlay-bytes: 1MB
				    airport-delays:
				      store: memory
				    "[my.table]":
				      store: rocksdb
				    Counts_2:
				      store: MEMORY
				""".getBytes())).forEach(this.environment.getPropertySources()::addFirst);

		assertThat(stores()).isEqualTo(Map.of("airport-delays", StoreKind.MEMORY, "my.table", StoreKind.ROCKSDB,
				"Counts_2", StoreKind.MEMORY));
	}

	@Test
	void tableMayBeNamedLikeASettingOfAllTables() {
		TestPropertyValues.of("faust.tables.memory=1MB", "faust.tables.memory.store=memory").applyTo(this.environment);

		assertThat(stores()).isEqualTo(Map.of("memory", StoreKind.MEMORY));
	}

	@Test
	void environmentVariableNamesATableOfOneWord() {
		this.environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("FAUST_TABLES_COUNTS_STORE", "memory", "FAUST_TABLES_MEMORY", "1MB")));

		assertThat(stores()).isEqualTo(Map.of("counts", StoreKind.MEMORY));
	}

	@Test
	void storeThatDoesNotExistIsRefused() {
		TestPropertyValues.of("faust.tables.counts.store=redis").applyTo(this.environment);

		assertThatExceptionOfType(BindException.class).isThrownBy(this::stores)
			.withMessageContaining("faust.tables.counts");
	}

	private Map<String, StoreKind> stores() {
		return new TableStores(this.environment).find();
	}

}
