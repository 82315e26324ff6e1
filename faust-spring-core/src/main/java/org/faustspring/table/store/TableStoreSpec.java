package org.faustspring.table.store;

import org.faustspring.table.StoreKind;

/**
 * Which table a task keeps, and how.
 *
 * @param table name of the table, unique in its task
 * @param kind where its data lives
 */
public record TableStoreSpec(String table, StoreKind kind) {

}
