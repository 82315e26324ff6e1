package org.faustspring.table.store;

import org.jspecify.annotations.Nullable;

/**
 * What the stores of both kinds have in common: the position, kept on the heap for
 * readers of any thread; the owner thread writes it.
 */
abstract class TablePartition implements PartitionStore {

	private final StoreGate gate;

	private volatile @Nullable StorePosition position;

	TablePartition(StoreGate gate, @Nullable StorePosition position) {
		this.gate = gate;
		this.position = position;
	}

	@Override
	public final @Nullable StorePosition position() {
		this.gate.checkOpen();
		return this.position;
	}

	final void moveTo(@Nullable StorePosition position) {
		this.position = position;
	}

	final StoreGate gate() {
		return this.gate;
	}

}
