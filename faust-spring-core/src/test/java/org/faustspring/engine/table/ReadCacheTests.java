package org.faustspring.engine.table;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is kept of committed values, and what must not be.
 */
class ReadCacheTests {

	private static final int ROOM = 2_000;

	private final CacheRoom room = new CacheRoom(ROOM);

	private final ReadCache cache = new ReadCache(this.room, false);

	@Test
	void keepsWhatIsUsed() {
		this.cache.read("used", 1L, 0);
		for (int i = 0; i < 100; i++) {
			this.cache.read("once-" + i, 2L, 0);
			assertThat(this.cache.get("used")).as("after %d others", i).isEqualTo(1L);
		}
	}

	@Test
	void keepsNoMoreThanItsShare() {
		int most = (int) (ROOM / EntrySize.onHeap(0));
		this.cache.entrySize(EntrySize.onHeap(0));
		assertThat(keptOf(100)).isBetween(most / 2, most);
		ReadCache other = new ReadCache(this.room, false);
		assertThat(keptOf(100)).isBetween(1, most / 2);
		other.close();
		assertThat(this.room.share()).isEqualTo(ROOM);
	}

	private int keptOf(int entries) {
		for (int i = 0; i < entries; i++) {
			this.cache.read("once-" + i, 2L, 0);
		}
		int kept = 0;
		for (int i = entries - 1; i >= 0 && this.cache.get("once-" + i) != null; i--) {
			kept++;
		}
		return kept;
	}

	@Test
	void valueThatIsTooLargeLeavesNoEarlierOneBehind() {
		this.cache.read("key", 1L, 0);
		this.cache.read("key", 2L, ROOM);
		assertThat(this.cache.get("key")).isNull();
	}

	@Test
	void removedKeyDoesNotComeBackFromTheOldGeneration() {
		this.cache.read("key", 1L, 0);
		for (int i = 0; i < 7; i++) {
			this.cache.read("once-" + i, 2L, 0);
		}
		this.cache.committed(Map.of("key", TablePartition.REMOVED));
		assertThat(this.cache.get("key")).isNull();
	}

	@Test
	void whatOthersReadIsNotKeptForItMayBeOldByThen() {
		ReadCache shared = new ReadCache(this.room, true);
		shared.read("key", 1L, 0);
		assertThat(shared.get("key")).isNull();
		shared.committed(Map.of("key", 2L));
		assertThat(shared.get("key")).isEqualTo(2L);
	}

	@Test
	void nothingIsKeptWithoutRoom() {
		ReadCache none = new ReadCache(CacheRoom.NONE, false);
		none.read("key", 1L, 0);
		none.committed(Map.of("key", 1L));
		assertThat(none.get("key")).isNull();
	}

	@Test
	void onlyObjectsThatNobodyCanChangeAreGivenOutAgain() {
		assertThat(List.of(Long.class, String.class, Money.class, Thread.State.class, Instant.class))
			.allMatch((type) -> ImmutableTypes.contain(ResolvableType.forClass(type)));
		assertThat(List.of(Date.class, StringBuilder.class, byte[].class, List.class, Object.class))
			.noneMatch((type) -> ImmutableTypes.contain(ResolvableType.forClass(type)));
	}

	record Money(long cents) {

	}

}
