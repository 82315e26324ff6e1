package org.faustspring.engine.table;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.TableNotReadyException;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one table that this instance owns, for readers outside handlers. Any
 * thread; written by the threads that take tasks over and give them up.
 */
public final class TablePartitions {

	private final String table;

	private final Map<Integer, TablePartition> readable = new ConcurrentSkipListMap<>();

	private final Map<Integer, Object> restoring = new ConcurrentSkipListMap<>();

	private volatile int count;

	private volatile OwnerLookup owners = (partition) -> null;

	TablePartitions(String table) {
		this.table = table;
	}

	/**
	 * Set what the table is like in the cluster.
	 * @param count number of the table's partitions
	 * @param owners who owns which partition
	 */
	public void start(int count, OwnerLookup owners) {
		this.count = count;
		this.owners = owners;
	}

	/**
	 * Note that a partition is being restored.
	 * @param partition its number
	 * @param owner who has it restored
	 */
	public void restoring(int partition, Object owner) {
		this.restoring.put(partition, owner);
	}

	/**
	 * Let a partition be read.
	 * @param partition the partition
	 */
	public void ready(TablePartition partition) {
		this.readable.put(partition.partition(), partition);
		this.restoring.remove(partition.partition());
	}

	/**
	 * Let a partition be read no longer. A successor may have begun to have it restored.
	 * @param partition its number
	 * @param owner who had it
	 */
	public void gone(int partition, Object owner) {
		this.readable.remove(partition);
		this.restoring.remove(partition, owner);
	}

	/**
	 * Return the readable partitions, by number.
	 * @return the partitions
	 */
	public Collection<TablePartition> readable() {
		return this.readable.values();
	}

	/**
	 * Return the partition that holds a key.
	 * @param key the key, for errors
	 * @param keyBytes its bytes
	 * @return the partition
	 * @throws KeyElsewhereException if this instance does not own it
	 * @throws TableNotReadyException if it cannot be read yet
	 */
	TablePartition holding(Object key, byte[] keyBytes) {
		if (this.count == 0) {
			throw new TableNotReadyException(this.table,
					"Table '%s' cannot be read before the App has started".formatted(this.table));
		}
		int number = KeyPartitioner.partition(keyBytes, this.count);
		TablePartition partition = this.readable.get(number);
		if (partition != null) {
			return partition;
		}
		if (this.restoring.containsKey(number)) {
			throw new TableNotReadyException(this.table,
					"Partition %d of table '%s' is being restored".formatted(number, this.table));
		}
		Owner owner = this.owners.ownerOf(number);
		if (owner != null && owner.self()) {
			throw new TableNotReadyException(this.table,
					"Partition %d of table '%s' is being assigned to this instance".formatted(number, this.table));
		}
		throw new KeyElsewhereException(this.table, String.valueOf(key), number, (owner != null) ? owner.id() : null,
				(owner != null) ? owner.url() : null);
	}

	/**
	 * Finds the owner of a partition.
	 */
	@FunctionalInterface
	public interface OwnerLookup {

		/**
		 * Find the owner.
		 * @param partition the partition's number
		 * @return the owner, or {@code null} if none is known
		 */
		@Nullable Owner ownerOf(int partition);

	}

	/**
	 * An instance that owns a partition.
	 *
	 * @param id its instance id
	 * @param url where it serves requests, or {@code null}
	 * @param self whether it is this instance
	 */
	public record Owner(String id, @Nullable String url, boolean self) {

	}

}
