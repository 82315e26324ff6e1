package org.faustspring.engine.stream;

import java.util.Map;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.table.StoreKind;

import org.springframework.core.ResolvableType;

/**
 * Makes the tables of what streams have let through: times by keys, of which each task
 * has its own.
 */
final class DistinctTables {

	private DistinctTables() {
	}

	@SuppressWarnings("unchecked")
	static EngineTable<Bytes, Long> table(String name, FaustSettings settings, SerdeResolver serdes) {
		TableDefinition definition = new TableDefinition(name, ResolvableType.forClass(Bytes.class),
				ResolvableType.forClass(Long.class), (Serde<Object>) (Serde<?>) Serdes.Bytes(),
				(Serde<Object>) (Serde<?>) Serdes.Long(), null,
				settings.tables().stores().getOrDefault(name, StoreKind.ROCKSDB), changelog(settings.id(), name),
				Map.of(), false);
		return new EngineTable<>(definition, MisroutedKeys.IGNORE, serdes.mapper());
	}

	private static String changelog(String appId, String table) {
		return appId + "-" + table + "-changelog";
	}

}
