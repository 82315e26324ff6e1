package org.faustspring.benchmarks.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputCheckTests {

	private static final Load LOAD = new Load(200, 10, 0);

	@Test
	void correctOutputsOfEveryCasePass() {
		for (Case work : Case.values()) {
			if (work.outputPerEvent() && work != Case.GROUP_BY) {
				OutputCheck check = OutputCheck.ofOutput(work, expected());
				process(work, check::accept, Integer.MAX_VALUE);
				assertThat(check.problem()).as(work.text()).isNull();
			}
		}
	}

	@Test
	void missingOutputIsAProblemOfEveryCase() {
		for (Case work : Case.values()) {
			if (work.outputPerEvent() && work != Case.GROUP_BY) {
				OutputCheck check = OutputCheck.ofOutput(work, expected());
				process(work, check::accept, 199);
				assertThat(check.problem()).as(work.text()).isNotNull();
			}
		}
	}

	@Test
	void changelogNeedsOnlyTheLastCounts() {
		Map<String, byte[]> last = new HashMap<>();
		process(Case.STATEFUL_COUNT, (key, value) -> last.put(new String(key, StandardCharsets.UTF_8), value),
				Integer.MAX_VALUE);
		OutputCheck check = OutputCheck.ofChangelog(Case.STATEFUL_COUNT_PER_COMMIT, expected());

		last.forEach((key, value) -> check.accept(key.getBytes(StandardCharsets.UTF_8), value));

		assertThat(check.problem()).isNull();
	}

	@Test
	void eventThatWasCountedTwiceIsAProblem() {
		OutputCheck check = OutputCheck.ofChangelog(Case.STATEFUL_COUNT, expected());
		process(Case.STATEFUL_COUNT, check::accept, Integer.MAX_VALUE);

		check.accept("c00000001".getBytes(StandardCharsets.UTF_8), bytes(1000));

		assertThat(check.problem()).contains("sum to");
	}

	private static Expected expected() {
		OrderSource source = new OrderSource(LOAD);
		while (source.hasNext()) {
			source.next();
		}
		return source.expected();
	}

	private static void process(Case work, BiConsumer<byte[], byte[]> output, int most) {
		OrderSource source = new OrderSource(LOAD);
		Json<Order> orders = new Json<>(Order.class);
		Map<String, Totals> totals = new HashMap<>();
		for (int i = 0; source.hasNext() && i < most; i++) {
			byte[] value = source.next();
			Order order = orders.read(value);
			Totals total = totals.merge(order.customer(), Totals.NONE.plus(order), (before, one) -> before.plus(order));
			output.accept(source.key().getBytes(StandardCharsets.UTF_8), switch (work) {
				case STATELESS_FORWARD, SLOW_HANDLER -> value;
				case JSON_FORWARD -> new Json<>(Priced.class).write(Priced.of(order));
				case JSON_TOTALS -> new Json<>(Totals.class).write(total);
				default -> bytes(total.count());
			});
		}
	}

	private static byte[] bytes(long count) {
		return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
	}

}
