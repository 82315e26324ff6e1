package org.faustspring.engine.table;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that a worker's partitions of tables may take for committed values, in equal
 * shares.
 */
public final class CacheRoom {

	static final CacheRoom NONE = new CacheRoom(0);

	private final long bytes;

	private final AtomicInteger partitions = new AtomicInteger();

	/**
	 * Create room without partitions.
	 * @param bytes estimated size of all that is kept, 0 to keep nothing
	 */
	public CacheRoom(long bytes) {
		this.bytes = bytes;
	}

	boolean none() {
		return this.bytes == 0;
	}

	/** What one partition may keep, in bytes. */
	long share() {
		return this.bytes / Math.max(1, this.partitions.get());
	}

	void enter() {
		this.partitions.incrementAndGet();
	}

	void leave() {
		this.partitions.decrementAndGet();
	}

}
