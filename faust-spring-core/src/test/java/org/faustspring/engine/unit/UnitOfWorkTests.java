package org.faustspring.engine.unit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnitOfWorkTests {

	private final UnitOfWork unit = new RecordedUnit();

	@Test
	void sameTimeIsTheSameObject() {
		Long time = this.unit.time(1_790_000_000_000L);

		assertThat(time).isEqualTo(1_790_000_000_000L);
		assertThat(this.unit.time(1_790_000_000_000L)).isSameAs(time);
		assertThat(this.unit.time(1_790_000_000_001L)).isEqualTo(1_790_000_000_001L);
	}

	@Test
	void lessThanNothingIsNoTime() {
		this.unit.time(5);

		assertThat(this.unit.time(-1)).isNull();
		assertThat(this.unit.time(-1)).isNull();
		assertThat(this.unit.time(0)).isZero();
	}

}
