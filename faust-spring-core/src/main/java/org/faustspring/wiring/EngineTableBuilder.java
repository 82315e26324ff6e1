package org.faustspring.wiring;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import org.apache.kafka.common.serialization.Serde;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InvalidTableException;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.topology.TopicNames;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.TableBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Declares a table of an App. Used by one thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class EngineTableBuilder<K, V> implements TableBuilder<K, V> {

	/** What Kafka allows in a topic's name, short enough for the changelog's. */
	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,150}");

	private final String name;

	private final ResolvableType keyType;

	private final ResolvableType valueType;

	private final FaustSettings settings;

	private final SerdeResolver serdes;

	private final Consumer<EngineTable<K, V>> register;

	private final Map<String, String> changelogConfig = new HashMap<>();

	private @Nullable V defaultValue;

	private StoreKind store = StoreKind.ROCKSDB;

	private @Nullable Serde<K> keySerde;

	private @Nullable Serde<V> valueSerde;

	EngineTableBuilder(String name, ResolvableType keyType, ResolvableType valueType, FaustSettings settings,
			SerdeResolver serdes, Consumer<EngineTable<K, V>> register) {
		if (!NAME.matcher(name).matches()) {
			throw new InvalidTableException(name, "its name cannot be part of a topic's name",
					"Use letters, digits, '.', '_' and '-' only, at most 150 of them");
		}
		this.name = name;
		this.keyType = keyType;
		this.valueType = valueType;
		this.settings = settings;
		this.serdes = serdes;
		this.register = register;
	}

	@Override
	public TableBuilder<K, V> defaultValue(V value) {
		this.defaultValue = value;
		return this;
	}

	@Override
	public TableBuilder<K, V> store(StoreKind kind) {
		this.store = kind;
		return this;
	}

	@Override
	public TableBuilder<K, V> keySerde(Serde<K> serde) {
		this.keySerde = serde;
		return this;
	}

	@Override
	public TableBuilder<K, V> valueSerde(Serde<V> serde) {
		this.valueSerde = serde;
		return this;
	}

	@Override
	public TableBuilder<K, V> changelogConfig(Map<String, String> config) {
		this.changelogConfig.putAll(config);
		return this;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Table<K, V> build() {
		Serde<?> keys = (this.keySerde != null) ? this.keySerde : this.serdes.forType(this.keyType, true);
		Serde<?> values = (this.valueSerde != null) ? this.valueSerde : this.serdes.forType(this.valueType, false);
		TableDefinition definition = new TableDefinition(this.name, this.keyType, this.valueType, (Serde<Object>) keys,
				(Serde<Object>) values, this.defaultValue,
				this.settings.tables().stores().getOrDefault(this.name, this.store),
				new TopicNames(this.settings.id()).changelog(this.name), Map.copyOf(this.changelogConfig));
		EngineTable<K, V> table = new EngineTable<>(definition, this.settings.tables().misroutedKeys(),
				this.serdes.mapper());
		this.register.accept(table);
		return table;
	}

}
