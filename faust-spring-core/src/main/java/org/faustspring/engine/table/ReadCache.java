package org.faustspring.engine.table;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Committed values of one partition as objects, so that keys in use are not read from the
 * store and from their bytes again and again. In two generations, as of a copying
 * collector: what is used goes to the young one; when that is full it becomes the old
 * one, and what was left in the old one is dropped. The writes of a commit that fill it
 * become a generation as they are. Written by the task's worker only; while it is shared,
 * others read it at the same time.
 */
final class ReadCache {

	private final CacheRoom room;

	private boolean shared;

	private volatile Map<Object, Object> young;

	private volatile Map<Object, Object> old;

	private long youngBytes;

	private boolean dropped;

	private boolean stopped;

	/** Estimated size of an entry that was committed last. */
	private long entryBytes = EntrySize.UNKNOWN;

	ReadCache(CacheRoom room, boolean shared) {
		this.room = room;
		this.shared = shared;
		this.young = newGeneration();
		this.old = newGeneration();
		room.enter();
	}

	private Map<Object, Object> newGeneration() {
		return this.shared ? new ConcurrentHashMap<>() : new HashMap<>();
	}

	/** Let other threads read from now on; before the first of them begins. */
	void share() {
		if (!this.shared) {
			this.shared = true;
			this.young = new ConcurrentHashMap<>(this.young);
			this.old = new ConcurrentHashMap<>(this.old);
		}
	}

	/**
	 * Return what is known of a key, which is in use.
	 * @param key the key
	 * @return the value, {@link TablePartition#REMOVED}, or {@code null}
	 */
	@Nullable Object get(Object key) {
		Object value = this.young.get(key);
		return (value != null) ? value : older(key);
	}

	/**
	 * Return what is known of a key that is about to be written: what is kept of it now
	 * would be outdated at once.
	 * @param key the key
	 * @return the value, {@link TablePartition#REMOVED}, or {@code null}
	 */
	@Nullable Object last(Object key) {
		Object value = this.young.get(key);
		return (value != null) ? value : this.old.get(key);
	}

	private @Nullable Object older(Object key) {
		Object value = this.old.get(key);
		if (value != null && !this.shared) {
			keep(key, value, this.entryBytes);
		}
		return value;
	}

	/**
	 * Take note of a value that was read from the store. Where others read too, it may
	 * not be the last one any more, and is not kept.
	 */
	void read(Object key, Object value, long bytes) {
		if (!this.shared && !keepsNothing()) {
			keep(key, value, EntrySize.onHeap(bytes));
		}
	}

	/** Keep nothing any more, and forget what is kept. */
	void stop() {
		this.stopped = true;
		this.young = newGeneration();
		this.old = newGeneration();
		this.youngBytes = 0;
	}

	/** Keep what is used from now on. */
	void resume() {
		this.stopped = false;
	}

	private boolean keepsNothing() {
		return this.stopped || this.room.none();
	}

	/** Whether something had to go, as there was no room for it. */
	boolean dropped() {
		return this.dropped;
	}

	/** Take note of the usual size of entries. */
	void entrySize(long bytes) {
		this.entryBytes = bytes;
	}

	/**
	 * Take note of what is in the store now.
	 * @param writes values, or {@link TablePartition#REMOVED}, by key; the map is the
	 * cache's from here on, unless it is empty
	 */
	void committed(Map<Object, Object> writes) {
		if (writes.isEmpty() || keepsNothing()) {
			return;
		}
		if (!this.shared && takeOver(writes)) {
			return;
		}
		writes.forEach((key, value) -> {
			if (value != TablePartition.REMOVED) {
				keep(key, value, this.entryBytes);
			}
			else {
				remove(key);
			}
		});
	}

	/**
	 * Have writes as the young generation, if there is no room for them in the one there
	 * is: it becomes the old one, as when it is full, but nothing has to be moved.
	 * @return whether they are
	 */
	private boolean takeOver(Map<Object, Object> writes) {
		long most = this.room.share() / 2;
		long bytes = writes.size() * this.entryBytes;
		if (bytes > most || this.youngBytes + bytes <= most) {
			return false;
		}
		turn(writes, bytes);
		return true;
	}

	/**
	 * Have another young generation; the one there was becomes the old one. In this
	 * order, since others look into the young one first.
	 */
	private void turn(Map<Object, Object> next, long bytes) {
		this.dropped |= !this.old.isEmpty();
		this.old = this.young;
		this.young = next;
		this.youngBytes = bytes;
	}

	private void keep(Object key, Object value, long bytes) {
		long most = this.room.share() / 2;
		if (bytes > most) {
			this.dropped = true;
			remove(key);
			return;
		}
		if (this.youngBytes + bytes > most) {
			turn(newGeneration(), 0);
		}
		if (this.young.put(key, value) == null) {
			this.youngBytes += bytes;
		}
	}

	/** A key that was in both must not come back with what the old one has. */
	private void remove(Object key) {
		this.young.remove(key);
		this.old.remove(key);
	}

	void close() {
		this.room.leave();
	}

}
