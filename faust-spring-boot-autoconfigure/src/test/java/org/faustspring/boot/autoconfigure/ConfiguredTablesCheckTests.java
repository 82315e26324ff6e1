package org.faustspring.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.faustspring.app.FaustSettings;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.boot.AppFixture;
import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ConfiguredTablesCheck}.
 */
class ConfiguredTablesCheckTests {

	private final AppFixture fixture = new AppFixture();

	@Test
	void storeOfADeclaredTableIsFine() {
		storesAre(Map.of("counts", StoreKind.MEMORY));

		assertThatNoException().isThrownBy(() -> check().afterSingletonsInstantiated());
	}

	@Test
	void storeOfAnotherTableIsRefusedWithTheClosestName() {
		storesAre(Map.of("count", StoreKind.MEMORY));

		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> check().afterSingletonsInstantiated())
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("faust.tables.count.store");
				assertThat(ex.getReason()).contains("'counts'");
			});
	}

	private ConfiguredTablesCheck check() {
		return new ConfiguredTablesCheck(this.fixture.app);
	}

	private void storesAre(Map<String, StoreKind> stores) {
		FaustSettings settings = this.fixture.app.settings();
		FaustSettings changed = new FaustSettings(settings.id(), settings.guarantee(), settings.workers(),
				settings.commitInterval(), settings.commitIntervalMax(), settings.stateDirectory(),
				settings.instanceId(), settings.offsetReset(), settings.startupTimeout(), settings.shutdownTimeout(),
				settings.virtualThreads(), settings.topics(),
				new FaustSettings.Tables(1, 1, 0, MisroutedKeys.WARN, stores, Duration.ZERO), settings.agents(),
				settings.errors(), settings.calls());
		given(this.fixture.app.settings()).willReturn(changed);
	}

}
