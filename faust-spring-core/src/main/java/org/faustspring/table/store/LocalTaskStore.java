package org.faustspring.table.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.faustspring.table.StoreKind;
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

	private final Function<RocksDatabase, TaskLoad> loads;

	private final Consumer<LocalTaskStore> whenClosed;

	private @Nullable TaskLoad load;

	LocalTaskStore(String task, StoreGate gate, @Nullable RocksDatabase database, Map<String, TablePartition> tables,
			Function<RocksDatabase, TaskLoad> loads, Consumer<LocalTaskStore> whenClosed) {
		this.task = task;
		this.gate = gate;
		this.database = database;
		this.tables = new LinkedHashMap<>(tables);
		this.loads = loads;
		this.whenClosed = whenClosed;
		this.tables.forEach((table, partition) -> {
			if (partition instanceof RocksPartitionStore store) {
				store.beforeReset(() -> cancelLoad(table));
			}
		});
	}

	String task() {
		return this.task;
	}

	Map<String, StoreKind> kinds() {
		Map<String, StoreKind> kinds = new LinkedHashMap<>();
		this.tables.forEach((name, partition) -> kinds.put(name,
				(partition instanceof MemoryPartitionStore) ? StoreKind.MEMORY : StoreKind.ROCKSDB));
		return kinds;
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

	@Override
	public void load(StoreWrites writes) {
		writes.tables().forEach((table) -> partition(table.table()));
		this.gate.enter();
		try {
			for (TableWrites table : writes.tables()) {
				TablePartition partition = partition(table.table());
				if (partition instanceof MemoryPartitionStore memory) {
					memory.write(table);
				}
				else if (this.database != null && !table.isEmpty()) {
					load(this.database).add(table, partition);
				}
			}
		}
		finally {
			this.gate.leave();
		}
	}

	private TaskLoad load(RocksDatabase database) {
		TaskLoad open = this.load;
		if (open == null) {
			open = this.loads.apply(database);
			this.load = open;
		}
		return open;
	}

	private void finishLoad() {
		TaskLoad open = this.load;
		if (open != null) {
			open.finish();
			this.load = null;
		}
	}

	private void cancelLoad(String table) {
		TaskLoad open = this.load;
		if (open != null) {
			open.cancel(table);
		}
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
			finishLoad();
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
	public boolean readyToFinish() {
		this.gate.enter();
		try {
			TaskLoad open = this.load;
			return open == null || open.spill();
		}
		finally {
			this.gate.leave();
		}
	}

	@Override
	public void finishRestoring() {
		this.gate.enter();
		try {
			finishLoad();
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
				TaskLoad open = this.load;
				if (open != null) {
					open.cancel();
				}
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
