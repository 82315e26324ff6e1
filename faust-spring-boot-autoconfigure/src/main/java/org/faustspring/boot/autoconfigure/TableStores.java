package org.faustspring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.faustspring.table.StoreKind;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Reads {@code faust.tables.<name>.*}. Tables stand beside settings of all tables, such
 * as {@code faust.tables.memory}, and are told apart by their depth, so that a table may
 * have any name.
 */
class TableStores {

	private static final ConfigurationPropertyName TABLES = ConfigurationPropertyName.of("faust.tables");

	private static final int DEPTH = TABLES.getNumberOfElements() + 2;

	private final Environment environment;

	TableStores(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Find the tables whose store is configured.
	 * @return store by table name
	 */
	Map<String, StoreKind> find() {
		Map<String, StoreKind> stores = new LinkedHashMap<>();
		Binder binder = Binder.get(this.environment);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(TableStores::isOfOneTable)
					.map((name) -> name.chop(DEPTH - 1))
					.forEach((table) -> binder.bind(table, Bindable.of(TableProperties.class))
						.map(TableProperties::getStore)
						.ifBound((store) -> stores.putIfAbsent(table.getLastElement(Form.ORIGINAL), store)));
			}
		}
		return Map.copyOf(stores);
	}

	/**
	 * Return the start of the names of a table's properties.
	 * @param table the table's name
	 * @return the name up to and with the table's, which stands in brackets where it must
	 */
	static String prefix(String table) {
		boolean plain = !table.contains(".") && ConfigurationPropertyName.isValid(table);
		return "faust.tables.%s".formatted((plain) ? table : "[" + table + "]");
	}

	/**
	 * Tell whether a property is of one table.
	 * @param name the property's name
	 * @return whether it looks like {@code faust.tables.<name>.<something>}
	 */
	static boolean isOfOneTable(ConfigurationPropertyName name) {
		return TABLES.isAncestorOf(name) && name.getNumberOfElements() == DEPTH;
	}

}
