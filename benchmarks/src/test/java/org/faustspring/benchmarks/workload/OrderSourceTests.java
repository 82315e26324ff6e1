package org.faustspring.benchmarks.workload;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OrderSourceTests {

	@Test
	void valuesAreOrdersOfAboutNinetyBytes() {
		OrderSource source = new OrderSource(new Load(1000, 100, 0));
		Json<Order> json = new Json<>(Order.class);
		long cents = 0;
		while (source.hasNext()) {
			byte[] value = source.next();
			Order order = json.read(value);
			cents += order.price();
			assertThat(value.length).isBetween(75, 95);
			assertThat(order.customer()).isEqualTo(source.key());
		}
		assertThat(source.expected().cents()).isEqualTo(cents);
	}

	@Test
	void sameLoadIsTheSameRecords() {
		assertThat(drain(new Load(500, 10, 0))).isEqualTo(drain(new Load(500, 10, 0)));
	}

	@Test
	void zipfPrefersFewKeys() {
		OrderSource source = new OrderSource(new Load(10000, 1000, 1));
		Map<String, Integer> counts = new HashMap<>();
		while (source.hasNext()) {
			source.next();
			counts.merge(source.key(), 1, Integer::sum);
		}
		assertThat(counts.get("c00000000")).isGreaterThan(1000);
		assertThat(counts.getOrDefault("c00000999", 0)).isLessThan(20);
	}

	@Test
	void keysInTurnComeEquallyOften() {
		assertThat(drain(new Load(20, 10, Load.IN_TURN)).byCustomer()).isEqualTo(new Expected.Tally(10, 20, 30));
	}

	private static Expected drain(Load load) {
		OrderSource source = new OrderSource(load);
		while (source.hasNext()) {
			source.next();
		}
		return source.expected();
	}

}
