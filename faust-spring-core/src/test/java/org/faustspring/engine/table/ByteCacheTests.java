package org.faustspring.engine.table;

import java.nio.ByteBuffer;

import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much is kept as bytes, and for how long.
 */
class ByteCacheTests {

	private static final int MEGABYTE = 1 << 20;

	/** Lengths, key and value. */
	private static final int ENTRY = 24;

	private final CacheRoom room = new CacheRoom(MEGABYTE);

	private final ByteCache cache = new ByteCache(this.room);

	@Test
	void findsNearlyAllThatItHasRoomFor() {
		int entries = 20_000;
		put(0, entries, 1);
		assertThat(known(0, entries)).isGreaterThan(entries * 95 / 100);
	}

	@Test
	void keysOfOnePartitionAreFoundAsWell() {
		int found = 0;
		int entries = 0;
		for (long i = 0; entries < 20_000; i++) {
			if (Utils.toPositive(Utils.murmur2(bytes(i))) % 64 == 5) {
				this.cache.put(bytes(i), bytes(i));
				entries++;
			}
		}
		for (long i = 0; entries > 0; i++) {
			if (Utils.toPositive(Utils.murmur2(bytes(i))) % 64 == 5) {
				found += (this.cache.get(bytes(i)) != null) ? 1 : 0;
				entries--;
			}
		}
		assertThat(found).isGreaterThan(19_000);
	}

	@Test
	void keepsTheNewestOfMore() {
		put(0, 200_000, 1);
		assertThat(known(0, 150_000)).isZero();
		assertThat(known(180_000, 200_000)).isGreaterThan(19_000);
	}

	@Test
	void takesNoMoreThanItsRoom() {
		put(0, 200_000, 1);
		assertThat(known(0, 200_000) * ENTRY).isBetween(MEGABYTE / 2, MEGABYTE);
	}

	@Test
	void valuesOfOneSizeAreChangedInPlace() {
		for (int round = 1; round <= 20; round++) {
			put(0, 20_000, round);
		}
		assertThat(known(0, 20_000)).isGreaterThan(19_000);
	}

	@Test
	void forgetsTheOldestWhenOthersTakeRoom() {
		this.room.enter();
		put(0, 30_000, 1);
		int before = known(0, 30_000);
		this.room.enter();
		this.room.enter();
		this.room.enter();
		put(30_000, 31_000, 1);
		assertThat(known(0, 31_000)).isLessThan(before / 2);
		assertThat(known(30_000, 31_000)).isGreaterThan(900);
	}

	@Test
	void withoutRoomItKeepsNothing() {
		ByteCache none = new ByteCache(new CacheRoom(ByteCache.LEAST_ROOM / 2));
		none.put(bytes(1), bytes(1));
		none.put(bytes(1), bytes(2));
		none.remove(bytes(1));
		assertThat(none.get(bytes(1))).isNull();
	}

	@Test
	void largeValuesAreNotKeptNorWhatTheyReplace() {
		this.cache.put(bytes(1), bytes(1));
		this.cache.put(bytes(1), new byte[MEGABYTE]);
		assertThat(this.cache.get(bytes(1))).isNull();
		this.cache.put(bytes(1), new byte[0]);
		assertThat(this.cache.get(bytes(1))).isEmpty();
	}

	private void put(int from, int to, long value) {
		for (int i = from; i < to; i++) {
			this.cache.put(bytes(i), bytes(i + value));
		}
	}

	private int known(int from, int to) {
		int known = 0;
		for (int i = from; i < to; i++) {
			known += (this.cache.get(bytes(i)) != null) ? 1 : 0;
		}
		return known;
	}

	private static byte[] bytes(long number) {
		return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
	}

}
