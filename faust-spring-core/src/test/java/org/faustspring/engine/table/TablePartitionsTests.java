package org.faustspring.engine.table;

import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.TableNotReadyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TablePartitions}.
 */
class TablePartitionsTests {

	private final TablePartitions partitions = new TablePartitions("counts");

	@BeforeEach
	void setUp() {
		this.partitions.start(1, (partition) -> null);
	}

	@Test
	void partitionThatASuccessorRestoresIsNotReadyThoughItsPredecessorEndsLater() {
		Object predecessor = new Object();
		Object successor = new Object();
		this.partitions.restoring(0, predecessor);
		this.partitions.restoring(0, successor);
		this.partitions.gone(0, predecessor);

		assertThatExceptionOfType(TableNotReadyException.class).isThrownBy(this::read);
		this.partitions.gone(0, successor);
		assertThatExceptionOfType(KeyElsewhereException.class).isThrownBy(this::read);
	}

	private void read() {
		this.partitions.holding("key", new byte[] { 1 });
	}

}
