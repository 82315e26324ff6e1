package org.faustspring.table.store;

import org.faustspring.table.StoreKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryTaskStoreTests extends TaskStoreContractTests {

	MemoryTaskStoreTests() {
		super(StoreKind.MEMORY);
	}

	@Test
	void taskWithoutTablesOnDiskOpensNoDatabase() {
		applyKeys("a");

		assertThat(this.fixture.directory().taskPath("task-0")).doesNotExist();
	}

	@Test
	void reopenedStoreIsEmptySoThatItIsRestored() {
		applyKeys("a");
		this.task.close();
		this.task = this.fixture.open(StoreKind.MEMORY, "counts");

		assertThat(this.task.table("counts").position()).isNull();
		assertThat(get("counts", "a")).isNull();
	}

}
