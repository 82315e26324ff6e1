package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link WorkerThread}.
 */
class WorkerThreadTests {

	private static final Duration SHORT = Duration.ofMillis(2);

	private static final Duration LONG = Duration.ofMillis(10);

	private final Worker worker = mock();

	private final WorkerThread thread = new WorkerThread(this.worker, mock());

	private final List<Duration> waits = new ArrayList<>();

	@Test
	void whereThereHasBeenNothingToDoForLongItLooksLessOften() {
		given(this.worker.canAwaitRecords()).willReturn(true);
		stopAfter(53);

		this.thread.run();

		assertThat(this.waits.subList(0, 50)).containsOnly(SHORT);
		assertThat(this.waits.subList(50, 53)).containsOnly(LONG);
		then(this.worker).should().onClose();
	}

	@Test
	void whatIsToBeCommittedIsLookedAfterAsOften() {
		given(this.worker.canAwaitRecords()).willReturn(true);
		given(this.worker.dirty()).willReturn(true);
		stopAfter(100);

		this.thread.run();

		assertThat(this.waits).containsOnly(SHORT);
	}

	@Test
	void afterWorkItLooksAsOftenAgain() {
		given(this.worker.canAwaitRecords()).willReturn(true);
		given(this.worker.awaitRecords(any())).willAnswer((call) -> {
			this.waits.add(call.getArgument(0));
			if (this.waits.size() == 55) {
				given(this.worker.doWork()).willReturn(1).willReturn(0);
			}
			if (this.waits.size() == 60) {
				this.thread.stop();
			}
			return true;
		});

		this.thread.run();

		assertThat(this.waits.subList(50, 55)).containsOnly(LONG);
		assertThat(this.waits.subList(55, 60)).containsOnly(SHORT);
	}

	@Test
	void workThatComesWhenItGoesToRestIsWorkToo() {
		given(this.worker.canAwaitRecords()).willReturn(true);
		List<Integer> work = new ArrayList<>(Collections.nCopies(2 * 55, 0));
		work.addAll(List.of(0, 1));
		given(this.worker.doWork()).willAnswer((call) -> work.isEmpty() ? 0 : work.remove(0));
		stopAfter(60);

		this.thread.run();

		assertThat(this.waits.subList(50, 55)).containsOnly(LONG);
		assertThat(this.waits.subList(55, 60)).containsOnly(SHORT);
	}

	private void stopAfter(int waits) {
		given(this.worker.awaitRecords(any())).willAnswer((call) -> {
			this.waits.add(call.getArgument(0));
			if (this.waits.size() == waits) {
				this.thread.stop();
			}
			return true;
		});
	}

}
