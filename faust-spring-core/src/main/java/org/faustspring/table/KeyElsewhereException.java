package org.faustspring.table;

import org.jspecify.annotations.Nullable;

/**
 * The partition of a key is owned by another instance, which this names where it is
 * known.
 */
public class KeyElsewhereException extends TableException {

	private final int partition;

	private final @Nullable String ownerId;

	private final @Nullable String ownerUrl;

	/**
	 * Create the exception.
	 * @param table the name of the table
	 * @param key the key, as text
	 * @param partition the key's partition
	 * @param ownerId the owner's instance id, {@code null} if not known
	 * @param ownerUrl the owner's URL, {@code null} if not known
	 */
	public KeyElsewhereException(String table, String key, int partition, @Nullable String ownerId,
			@Nullable String ownerUrl) {
		super(table,
				"Key '%s' of table '%s' is in partition %d, which %s".formatted(key, table, partition,
						(ownerId != null)
								? "instance '%s' owns%s".formatted(ownerId,
										(ownerUrl != null) ? " (%s)".formatted(ownerUrl) : "")
								: "no instance is known to own now"));
		this.partition = partition;
		this.ownerId = ownerId;
		this.ownerUrl = ownerUrl;
	}

	/**
	 * Return the key's partition.
	 * @return the partition's number
	 */
	public int partition() {
		return this.partition;
	}

	/**
	 * Return the owner's instance id.
	 * @return the id, or {@code null} if not known
	 */
	public @Nullable String ownerId() {
		return this.ownerId;
	}

	/**
	 * Return where the owner serves requests, as its {@code faust.url} says.
	 * @return the URL, or {@code null} if not known
	 */
	public @Nullable String ownerUrl() {
		return this.ownerUrl;
	}

}
