package org.faustspring.table.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Brings the tables of both kinds under one roof. Writes belong to the owner thread;
 * {@link #close()} is safe from any.
 */
final class LocalTaskStore implements TaskStore {

	private final String task;

	private final StoreGate gate;

	private final @Nullable RocksDatabase database;

	private final Map<String, TablePartition> tables;

	private final Consumer<LocalTaskStore> whenClosed;

	LocalTaskStore(String task, StoreGate gate, @Nullable RocksDatabase database, Map<String, TablePartition> tables,
			Consumer<LocalTaskStore> whenClosed) {
		this.task = task;
		this.gate = gate;
		this.database = database;
		this.tables = new LinkedHashMap<>(tables);
		this.whenClosed = whenClosed;
	}

	@Override
	public PartitionStore table(String table) {
		return partition(table);
	}

	private TablePartition partition(String table) {
		TablePartition partition = this.tables.get(table);
		if (partition == null) {
			throw new IllegalArgumentException("Task '%s' has no table '%s'; it was opened with %s".formatted(this.task,
					table, this.tables.keySet()));
		}
		return partition;
	}

	@Override
	public void apply(StoreWrites writes) {
		write(writes, true);
	}

	@Override
	public void restore(StoreWrites writes) {
		write(writes, false);
	}

	private void write(StoreWrites writes, boolean log) {
		List<TableWrites> onDisk = new ArrayList<>();
		List<TableWrites> onHeap = new ArrayList<>();
		for (TableWrites table : writes.tables()) {
			if (!table.isEmpty()) {
				boolean heap = partition(table.table()) instanceof MemoryPartitionStore;
				(heap ? onHeap : onDisk).add(table);
			}
		}
		this.gate.enter();
		try {
			if (this.database != null && !onDisk.isEmpty()) {
				this.database.write(onDisk, log);
			}
			for (TableWrites table : onDisk) {
				StorePosition position = table.position();
				if (position != null) {
					partition(table.table()).moveTo(position);
				}
			}
			for (TableWrites table : onHeap) {
				((MemoryPartitionStore) partition(table.table())).write(table);
			}
		}
		finally {
			this.gate.leave();
		}
	}

	@Override
	public void finishRestoring() {
		this.gate.enter();
		try {
			if (this.database != null) {
				this.database.flush();
			}
		}
		finally {
			this.gate.leave();
		}
	}

	@Override
	public void close() {
		this.gate.shut(() -> {
			try {
				for (TablePartition partition : this.tables.values()) {
					if (partition instanceof RocksPartitionStore store) {
						store.releaseCursors();
					}
				}
				if (this.database != null) {
					this.database.close();
				}
			}
			finally {
				this.whenClosed.accept(this);
			}
		});
	}

}
