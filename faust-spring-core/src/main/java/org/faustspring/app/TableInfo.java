package org.faustspring.app;

import java.util.List;

import org.faustspring.table.StoreKind;

/**
 * A table as this instance has it.
 *
 * @param name the table's name
 * @param keyType the keys' type
 * @param valueType the values' type
 * @param store where it is kept
 * @param changelog name of its changelog topic
 * @param partitions partitions this instance owns and can read
 * @param approximateSize about how many entries they have
 * @param restoring progress of partitions being restored
 */
public record TableInfo(String name, String keyType, String valueType, StoreKind store, String changelog,
		List<Integer> partitions, long approximateSize, List<TaskInfo.RestoreInfo> restoring) {

}
