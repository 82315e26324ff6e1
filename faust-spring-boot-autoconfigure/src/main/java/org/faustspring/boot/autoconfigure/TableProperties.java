package org.faustspring.boot.autoconfigure;

import org.faustspring.table.StoreKind;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of one table, {@code faust.tables.<name>.*}.
 */
public class TableProperties {

	/**
	 * Where to keep the table, in place of what its builder says.
	 */
	private @Nullable StoreKind store;

	public @Nullable StoreKind getStore() {
		return this.store;
	}

	public void setStore(@Nullable StoreKind store) {
		this.store = store;
	}

}
