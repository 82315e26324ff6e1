package org.faustspring.engine.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

import org.faustspring.app.MisroutedKeys;
import org.faustspring.engine.unit.UnitOfWork;
import org.faustspring.table.Table;
import org.faustspring.table.TableEntries;
import org.faustspring.table.TableEntry;
import org.faustspring.table.TableInspection;
import org.faustspring.table.TableWriteException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The table that applications hold: in a handler the task's partition with its
 * uncommitted writes, elsewhere the committed data of all owned partitions. Any thread.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@SuppressWarnings("unchecked")
public final class EngineTable<K, V> implements Table<K, V>, TableInspection {

	private final TableDefinition definition;

	private final MisroutedKeys misroutedKeys;

	private final TablePartitions partitions;

	private final TableTexts texts;

	private volatile int partitionCount;

	/** Size of the largest record, once a value has been found that cannot be sent. */
	private volatile int checkedSize;

	/**
	 * Create a table.
	 * @param definition its declaration
	 * @param misroutedKeys what to do about keys of other partitions
	 * @param mapper shows keys and values to operations
	 */
	public EngineTable(TableDefinition definition, MisroutedKeys misroutedKeys, JsonMapper mapper) {
		this.definition = definition;
		this.misroutedKeys = misroutedKeys;
		this.partitions = new TablePartitions(definition.name());
		this.texts = new TableTexts(definition, mapper);
	}

	/**
	 * Return the declaration.
	 * @return the declaration
	 */
	public TableDefinition definition() {
		return this.definition;
	}

	/**
	 * Return the partitions that this instance owns.
	 * @return the partitions
	 */
	public TablePartitions partitions() {
		return this.partitions;
	}

	/**
	 * Set what the table is like in the cluster.
	 * @param count number of the table's partitions
	 * @param owners who owns which partition
	 */
	public void start(int count, TablePartitions.OwnerLookup owners) {
		this.partitionCount = count;
		this.partitions.start(count, owners);
	}

	/**
	 * Check values when handlers write them from now on, since one could not be
	 * committed: so that the handler that writes it is told.
	 * @param maxRecordSize size of the largest record that can be sent
	 */
	public void checkAtOnce(int maxRecordSize) {
		int known = this.checkedSize;
		this.checkedSize = (known > 0) ? Math.min(known, maxRecordSize) : maxRecordSize;
	}

	@Override
	public String name() {
		return this.definition.name();
	}

	@Override
	public @Nullable V get(K key) {
		Object value = find(key);
		return (V) ((value != null) ? value : this.definition.defaultValue());
	}

	@Override
	public V getOrDefault(K key, V other) {
		Object value = find(key);
		return (value != null) ? (V) value : other;
	}

	@Override
	public boolean contains(K key) {
		return find(key) != null;
	}

	private @Nullable Object find(K key) {
		UnitWrites unit = unit();
		if (unit != null) {
			return find(unit, partitionOf(unit), key, true);
		}
		byte[] bytes = this.definition.keyBytes(key);
		return this.partitions.holding(key, bytes).readCommitted(bytes);
	}

	/** As a handler sees it; kept for the next time, unless it is written at once. */
	private static @Nullable Object find(UnitWrites unit, TablePartition partition, Object key, boolean keep) {
		Object pending = unit.pending(partition, key);
		if (pending != null) {
			return (pending != TablePartition.REMOVED) ? pending : null;
		}
		Object value = partition.read(key, keep);
		unit.observed(partition, key, value);
		return value;
	}

	@Override
	public void put(K key, V value) {
		if (value == null) {
			throw new TableWriteException(name(),
					"Null is no value for key '%s' of table '%s': use remove() to remove a key".formatted(key, name()));
		}
		write(key, value);
	}

	@Override
	@SuppressWarnings("NullAway") // a change may yield null, which removes the key
	public V update(K key, UnaryOperator<V> change) {
		UnitWrites unit = unitToWrite();
		TablePartition partition = partitionOf(unit);
		Object current = find(unit, partition, key, false);
		if (current == null) {
			current = this.definition.defaultValue();
		}
		V value = change.apply((V) current);
		write(unit, partition, key, (value != null) ? value : TablePartition.REMOVED);
		return value;
	}

	@Override
	public void remove(K key) {
		write(key, TablePartition.REMOVED);
	}

	private void write(K key, Object value) {
		UnitWrites unit = unitToWrite();
		write(unit, partitionOf(unit), key, value);
	}

	private void write(UnitWrites unit, TablePartition partition, Object key, Object value) {
		if (this.misroutedKeys == MisroutedKeys.FAIL) {
			checkRouting(unit, partition, key);
		}
		int most = this.checkedSize;
		if (most > 0 && value != TablePartition.REMOVED) {
			this.definition.checkSize(this.definition.keyBytes(key).length, this.definition.valueBytes(value).length,
					most);
		}
		unit.write(partition, key, value);
	}

	private void checkRouting(UnitWrites unit, TablePartition partition, Object key) {
		int belongs = KeyPartitioner.partition(this.definition.keyBytes(key), this.partitionCount);
		if (belongs != partition.partition()) {
			throw new TableWriteException(name(),
					("Key '%s' of table '%s' belongs to partition %d, but %s is processed by partition %d: "
							+ "group the agent's events by the key with groupBy, or set faust.tables.misrouted-keys")
						.formatted(key, name(), belongs, unit.describe(), partition.partition()));
		}
	}

	private @Nullable UnitWrites unit() {
		return (UnitOfWork.current() instanceof UnitWrites unit) ? unit : null;
	}

	private UnitWrites unitToWrite() {
		UnitWrites unit = unit();
		if (unit == null) {
			throw new TableWriteException(name(),
					"Table '%s' can be written in a handler only, on the handler's own thread".formatted(name()));
		}
		return unit;
	}

	private TablePartition partitionOf(UnitWrites unit) {
		TablePartition partition = unit.partition(this.definition);
		if (partition == null) {
			throw new TableWriteException(name(),
					("Table '%s' is not partitioned like the topics of %s: name it in the "
							+ "@Agent(tables = \"%s\") of the agent that reads the topic; messages sent to channels "
							+ "outside of handlers have no tables")
						.formatted(name(), unit.describe(), name()));
		}
		return partition;
	}

	@Override
	public TableEntries<K, V> entries() {
		return scan(null, null);
	}

	@Override
	public TableEntries<K, V> range(K from, K to) {
		return scan(this.definition.keyBytes(from), this.definition.keyBytes(to));
	}

	@Override
	public TableEntries<K, V> prefix(K prefix) {
		byte[] from = this.definition.keyBytes(prefix);
		return scan(from, EntryPages.afterPrefix(from));
	}

	private TableEntries<K, V> scan(byte @Nullable [] from, byte @Nullable [] to) {
		UnitWrites unit = unit();
		if (unit != null) {
			TablePartition partition = partitionOf(unit);
			return () -> read(new EntryPages(partition, unit, from, to));
		}
		return () -> read(merged(from, to));
	}

	/**
	 * Return what the task of the current unit of work has committed. To be checked
	 * against {@link #getOrDefault} where the unit's view counts.
	 * @param from the first key, or {@code null} for all
	 * @return the entries, in the order of their keys' bytes
	 */
	public Iterable<TableEntry<K, V>> committedFrom(@Nullable K from) {
		TablePartition partition = partitionOf(unitToWrite());
		byte[] start = (from != null) ? this.definition.keyBytes(from) : null;
		return () -> read(new EntryPages(partition, null, start, null));
	}

	private Iterator<EntryPages.Entry> merged(byte @Nullable [] from, byte @Nullable [] to) {
		List<EntryPages> sources = new ArrayList<>();
		this.partitions.readable().forEach((partition) -> sources.add(new EntryPages(partition, null, from, to)));
		if (sources.size() == 1) {
			return sources.get(0);
		}
		return new MergedEntries(sources);
	}

	private Iterator<TableEntry<K, V>> read(Iterator<EntryPages.Entry> entries) {
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				return entries.hasNext();
			}

			@Override
			public TableEntry<K, V> next() {
				return entries.next().read(EngineTable.this.definition);
			}

		};
	}

	@Override
	public long approximateSize() {
		UnitWrites unit = unit();
		if (unit != null) {
			TablePartition partition = partitionOf(unit);
			return partition.store().approximateSize() + partition.dirty();
		}
		return committedSize();
	}

	/**
	 * Return about how many entries the partitions of this instance hold.
	 * @return an estimate
	 */
	public long committedSize() {
		return this.partitions.readable().stream().mapToLong((partition) -> partition.store().approximateSize()).sum();
	}

	@Override
	public @Nullable Entry inspect(String key) {
		Object parsed = this.texts.key(key);
		byte[] bytes = this.definition.keyBytes(parsed);
		Object value = this.partitions.holding(key, bytes).readCommitted(bytes);
		return (value != null) ? new Entry(this.texts.text(parsed), this.texts.plain(value)) : null;
	}

	@Override
	public Page inspect(@Nullable String from, int limit) {
		byte[] start = (from != null) ? this.definition.keyBytes(this.texts.key(from)) : null;
		List<Entry> entries = new ArrayList<>();
		for (Iterator<EntryPages.Entry> all = merged(start, null); all.hasNext();) {
			TableEntry<K, V> entry = all.next().read(this.definition);
			String key = this.texts.text(entry.key());
			if (entries.size() == limit) {
				return new Page(entries, key);
			}
			entries.add(new Entry(key, this.texts.plain(entry.value())));
		}
		return new Page(entries, null);
	}

	@Override
	public String toString() {
		return "Table '%s'".formatted(name());
	}

}
