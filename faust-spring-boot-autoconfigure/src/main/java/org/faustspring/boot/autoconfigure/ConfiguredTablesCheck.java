package org.faustspring.boot.autoconfigure;

import java.util.Comparator;
import java.util.List;

import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Fails the start if a property is for a table that is not declared, once all tables are.
 */
class ConfiguredTablesCheck implements SmartInitializingSingleton {

	private final FaustApp app;

	ConfiguredTablesCheck(FaustApp app) {
		this.app = app;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> tables = this.app.tables().stream().map(Table::name).toList();
		this.app.settings().tables().stores().forEach((name, store) -> {
			if (!tables.contains(name)) {
				String closest = tables.stream()
					.min(Comparator.comparingInt((table) -> EditDistance.between(name, table)))
					.map((table) -> "The one with the closest name is '%s'.".formatted(table))
					.orElse("The application declares no table.");
				throw new InvalidConfigurationPropertyValueException(TableStores.prefix(name) + ".store", store,
						"There is no table of that name. " + closest);
			}
		});
	}

}
