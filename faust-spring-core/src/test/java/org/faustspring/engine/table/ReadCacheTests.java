package org.faustspring.engine.table;

import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
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

	/** Entries without content that half of the room is enough for. */
	private static final int GENERATION = (int) (ROOM / 2 / EntrySize.onHeap(0));

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

	@Test
	void writesThatDoNotFitBesideOthersReplaceTheOlderHalf() {
		this.cache.entrySize(EntrySize.onHeap(0));
		this.cache.committed(numbered("first", GENERATION));
		this.cache.committed(numbered("second", GENERATION - 1));
		assertThat(kept("first", GENERATION)).isEqualTo(GENERATION);
		assertThat(kept("second", GENERATION)).isEqualTo(GENERATION - 1);

		this.cache.committed(numbered("third", GENERATION));
		assertThat(kept("first", GENERATION)).isZero();
		assertThat(kept("second", GENERATION)).isEqualTo(GENERATION - 1);
		assertThat(kept("third", GENERATION)).isEqualTo(GENERATION);
	}

	@Test
	void lastWriteOfAKeyCountsThoughEarlierOnesAreKept() {
		this.cache.entrySize(EntrySize.onHeap(0));
		this.cache.committed(numbered("key", GENERATION));
		this.cache.committed(new HashMap<>(Map.of("key-1", 10L)));
		assertThat(this.cache.get("key-1")).isEqualTo(10L);
		Map<Object, Object> all = numbered("key", GENERATION);
		all.replaceAll((key, value) -> 20L);
		this.cache.committed(all);
		assertThat(this.cache.get("key-1")).isEqualTo(20L);
	}

	@Test
	void commitWithoutWritesChangesNothingThoughOthersHaveTakenRoom() {
		this.cache.entrySize(EntrySize.onHeap(0));
		this.cache.committed(numbered("key", GENERATION));
		ReadCache other = new ReadCache(this.room, false);
		this.cache.committed(Collections.emptyMap());
		this.cache.read("read", 1L, 0);
		assertThat(this.cache.get("read")).isEqualTo(1L);
		assertThat(kept("key", GENERATION)).isEqualTo(GENERATION);
		other.close();
	}

	@Test
	void writesThatFitLeaveOthersWhereTheyAre() {
		this.cache.entrySize(EntrySize.onHeap(0));
		for (int commit = 0; commit < GENERATION; commit++) {
			this.cache.committed(Map.of("commit-" + commit, 1L));
		}
		assertThat(kept("commit", GENERATION)).isEqualTo(GENERATION);
	}

	private static Map<Object, Object> numbered(String name, int entries) {
		Map<Object, Object> numbered = new HashMap<>();
		for (int i = 0; i < entries; i++) {
			numbered.put(name + "-" + i, (long) i);
		}
		return numbered;
	}

	/** How many there are, without using them. */
	private int kept(String name, int entries) {
		int kept = 0;
		for (int i = 0; i < entries; i++) {
			kept += (this.cache.last(name + "-" + i) != null) ? 1 : 0;
		}
		return kept;
	}

	@Test
	void removedKeyIsKnownToBeRemovedWhereWritesBecameAGeneration() {
		this.cache.entrySize(EntrySize.onHeap(0));
		this.cache.committed(numbered("key", GENERATION));
		this.cache.committed(new HashMap<>(Map.of("key-0", TablePartition.REMOVED)));
		assertThat(this.cache.get("key-0")).isSameAs(TablePartition.REMOVED);
		assertThat(this.cache.last("key-0")).isSameAs(TablePartition.REMOVED);
	}

	@Test
	void keyThatIsAboutToBeWrittenIsNoReasonToKeepWhatItHas() {
		this.cache.entrySize(EntrySize.onHeap(0));
		this.cache.committed(numbered("first", GENERATION));
		this.cache.committed(numbered("second", GENERATION));
		assertThat(this.cache.last("first-0")).isEqualTo(0L);
		assertThat(this.cache.get("first-1")).isEqualTo(1L);
		assertThat(kept("second", GENERATION)).as("moved by the key that was used").isEqualTo(GENERATION);

		for (int i = 1; i < GENERATION; i++) {
			this.cache.read("once-" + i, 2L, 0);
		}
		assertThat(this.cache.last("first-0")).isNull();
		assertThat(this.cache.last("first-1")).isEqualTo(1L);
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
