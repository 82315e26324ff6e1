package org.faustspring.engine.table;

import java.util.Map;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.table.StoreKind;
import org.faustspring.table.store.PartitionStore;
import org.junit.jupiter.api.Test;

import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TablePartition}.
 */
class TablePartitionTests {

	private final TablePartition partition = new TablePartition(definition(), 0, mock(PartitionStore.class), false,
			CacheRoom.NONE);

	@SuppressWarnings("unchecked")
	private static TableDefinition definition() {
		return new TableDefinition("counts", ResolvableType.forClass(String.class), ResolvableType.forClass(Long.class),
				(Serde<Object>) (Serde<?>) Serdes.String(), (Serde<Object>) (Serde<?>) Serdes.Long(), null,
				StoreKind.MEMORY, "counts-changelog", Map.of());
	}

	@Test
	void writesOfACommitThatHasNotEndedAreNeverReplaced() {
		this.partition.overlayPut("a", 1L);
		assertThat(this.partition.freeze()).containsEntry("a", 1L);
		this.partition.overlayPut("b", 2L);

		assertThatIllegalStateException().isThrownBy(this.partition::freeze).withMessageContaining("'counts'");
		assertThat(this.partition.read("a")).isEqualTo(1L);
		assertThat(this.partition.read("b")).isEqualTo(2L);
		this.partition.dropFrozen();
		assertThat(this.partition.freeze()).containsOnlyKeys("b");
	}

}
