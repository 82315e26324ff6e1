package org.faustspring.engine.restore;

import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.task.Task;
import org.faustspring.table.store.StorePosition;
import org.faustspring.table.store.StoreWrites;
import org.faustspring.table.store.TaskStore;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class RestoreOrderTests {

	private final TaskRestoration huge = restoration("huge", 900_000);

	private final TaskRestoration large = restoration("large", 700_000);

	private final TaskRestoration larger = restoration("larger", 800_000);

	private final TaskRestoration small = restoration("small", 10);

	@Test
	void smallOnesDoNotWaitAndTheSmallestOfLargeOnesComeFirst() {
		assertThat(next(this.huge, this.larger, this.small, this.large)).containsExactlyInAnyOrder("small", "large",
				"larger");
	}

	@Test
	void whatIsBegunGoesOn() {
		StoreWrites writes = new StoreWrites();
		writes.position("table", new StorePosition(Uuid.ONE_UUID, 1, 1));
		this.huge.write(writes);

		assertThat(next(this.huge, this.larger, this.large)).containsExactlyInAnyOrder("huge", "large");
	}

	@Test
	void whoWaitsForTheEndOfATransactionKeepsNobodyFromRestoring() {
		table(this.large).apply(List.of(), 700_000, new StoreWrites());

		assertThat(next(this.huge, this.larger, this.large)).containsExactlyInAnyOrder("large", "larger", "huge");
	}

	@Test
	void whatIsDoneIsNotRead() {
		table(this.large).apply(List.of(), 700_001, new StoreWrites());
		table(this.small).apply(List.of(), 11, new StoreWrites());

		assertThat(next(this.small, this.large)).isEmpty();
	}

	private static List<String> next(TaskRestoration... restorations) {
		return RestoreOrder.next(List.of(restorations), 2).stream().map(TableRestoration::table).toList();
	}

	private static TableRestoration table(TaskRestoration restoration) {
		return restoration.tables().iterator().next();
	}

	private static TaskRestoration restoration(String table, long target) {
		TaskRestoration restoration = new TaskRestoration(mock(Task.class), mock(TaskStore.class), Map.of());
		restoration.tables(List.of(new TableRestoration(table, new TopicPartition(table, 0), 0, target, target + 1)));
		return restoration;
	}

}
