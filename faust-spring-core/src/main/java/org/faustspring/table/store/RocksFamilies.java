package org.faustspring.table.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * The column families of one database: one a table, and the default one for positions.
 * Whoever calls holds the task's {@link StoreGate}.
 */
final class RocksFamilies implements AutoCloseable {

	/** Keeps a table named "default" apart from RocksDB's own column family. */
	private static final String FAMILY_PREFIX = "t/";

	private final Path directory;

	private final RocksSettings settings;

	private final RocksDB db;

	private final ColumnFamilyHandle positions;

	private final Map<String, ColumnFamilyHandle> families = new HashMap<>();

	/**
	 * Take over what was opened.
	 * @param directory directory of the database
	 * @param settings options and memory to use
	 * @param db the database
	 * @param handles handles in the order of {@link #toOpen}
	 * @throws RocksDBException if a name cannot be read
	 */
	RocksFamilies(Path directory, RocksSettings settings, RocksDB db, List<ColumnFamilyHandle> handles)
			throws RocksDBException {
		this.directory = directory;
		this.settings = settings;
		this.db = db;
		this.positions = handles.get(0);
		for (ColumnFamilyHandle handle : handles.subList(1, handles.size())) {
			String family = new String(handle.getName(), StandardCharsets.UTF_8);
			this.families.put(family.substring(FAMILY_PREFIX.length()), handle);
		}
	}

	/**
	 * Lists what to open a database with: the default family first, then those that
	 * exist, then those of new tables.
	 * @param directory directory of the database, existing
	 * @param tables names of the tables
	 * @param settings options to use
	 * @return the families
	 * @throws RocksDBException if the existing ones cannot be listed
	 */
	static List<ColumnFamilyDescriptor> toOpen(Path directory, Collection<String> tables, RocksSettings settings)
			throws RocksDBException {
		Set<String> names = new LinkedHashSet<>();
		names.add(new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8));
		if (Files.exists(directory.resolve("CURRENT"))) {
			try (Options options = new Options()) {
				for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
					names.add(new String(name, StandardCharsets.UTF_8));
				}
			}
		}
		tables.forEach((table) -> names.add(FAMILY_PREFIX + table));
		return names.stream().map((name) -> descriptor(name, settings)).toList();
	}

	private static ColumnFamilyDescriptor descriptor(String family, RocksSettings settings) {
		return new ColumnFamilyDescriptor(family.getBytes(StandardCharsets.UTF_8), settings.tableOptions());
	}

	/**
	 * Returns the default family.
	 * @return its handle
	 */
	ColumnFamilyHandle positions() {
		return this.positions;
	}

	/**
	 * Returns the family of a table.
	 * @param table name of the table
	 * @return its handle
	 * @throws StoreException if a reset has dropped it and failed then
	 */
	ColumnFamilyHandle of(String table) {
		ColumnFamilyHandle family = this.families.get(table);
		if (family == null) {
			throw new StoreException("Table '%s' in %s has no data: its reset failed. Close the store and open it again"
				.formatted(table, this.directory), StoreException.Reason.IO, null);
		}
		return family;
	}

	/**
	 * Sets how many new files of a table there must be for RocksDB to merge them, and
	 * with it when it holds writers back since it does not keep up.
	 * @param table name of the table
	 * @param files number of files
	 */
	void mergeFrom(String table, int files) {
		try {
			this.db.setOptions(of(table),
					MutableColumnFamilyOptions.builder()
						.setLevel0FileNumCompactionTrigger(files)
						.setLevel0SlowdownWritesTrigger(files + RocksSettings.FILES_UNTIL_SLOW)
						.setLevel0StopWritesTrigger(files + RocksSettings.FILES_UNTIL_STOP)
						.build());
		}
		catch (RocksDBException ex) {
			throw StoreException.of("Changing options of table '%s'".formatted(table), this.directory, ex);
		}
	}

	/**
	 * Returns all families.
	 * @return their handles, a copy
	 */
	List<ColumnFamilyHandle> all() {
		List<ColumnFamilyHandle> all = new ArrayList<>(this.families.values());
		all.add(this.positions);
		return all;
	}

	/**
	 * Drops the family of a table, if it exists, and creates it empty.
	 * @param table name of the table
	 * @throws RocksDBException if that fails; then the table may have no family
	 */
	void recreate(String table) throws RocksDBException {
		ColumnFamilyHandle dropped = this.families.remove(table);
		if (dropped != null) {
			this.db.dropColumnFamily(dropped);
			this.db.destroyColumnFamilyHandle(dropped);
		}
		this.families.put(table, this.db.createColumnFamily(descriptor(FAMILY_PREFIX + table, this.settings)));
	}

	@Override
	public void close() {
		this.families.values().forEach(ColumnFamilyHandle::close);
		this.positions.close();
	}

}
