package org.faustspring.benchmarks.engine.faust;

import java.util.List;
import java.util.stream.IntStream;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link org.faustspring.benchmarks.workload.Case#STATEFUL_COUNT} by many agents, each
 * with topics and a table of its own, as an application has them: a method each.
 */
@Configuration(proxyBeanMethods = false)
class TwentyCountAgents {

	/** How many agents there are. */
	static final int COUNT = 20;

	@Bean
	Counters counters(FaustApp app) {
		return new Counters(IntStream.rangeClosed(1, COUNT)
			.mapToObj((number) -> app.table("counts-" + number, String.class, Long.class).defaultValue(0L).build())
			.toList());
	}

	record Counters(List<Table<String, Long>> tables) {

		@Agent(topics = "${benchmark.input}-1", tables = "counts-1")
		@Sink(topic = "${benchmark.output}-1")
		Long count1(byte[] value, String key) {
			return count(1, key);
		}

		@Agent(topics = "${benchmark.input}-2", tables = "counts-2")
		@Sink(topic = "${benchmark.output}-2")
		Long count2(byte[] value, String key) {
			return count(2, key);
		}

		@Agent(topics = "${benchmark.input}-3", tables = "counts-3")
		@Sink(topic = "${benchmark.output}-3")
		Long count3(byte[] value, String key) {
			return count(3, key);
		}

		@Agent(topics = "${benchmark.input}-4", tables = "counts-4")
		@Sink(topic = "${benchmark.output}-4")
		Long count4(byte[] value, String key) {
			return count(4, key);
		}

		@Agent(topics = "${benchmark.input}-5", tables = "counts-5")
		@Sink(topic = "${benchmark.output}-5")
		Long count5(byte[] value, String key) {
			return count(5, key);
		}

		@Agent(topics = "${benchmark.input}-6", tables = "counts-6")
		@Sink(topic = "${benchmark.output}-6")
		Long count6(byte[] value, String key) {
			return count(6, key);
		}

		@Agent(topics = "${benchmark.input}-7", tables = "counts-7")
		@Sink(topic = "${benchmark.output}-7")
		Long count7(byte[] value, String key) {
			return count(7, key);
		}

		@Agent(topics = "${benchmark.input}-8", tables = "counts-8")
		@Sink(topic = "${benchmark.output}-8")
		Long count8(byte[] value, String key) {
			return count(8, key);
		}

		@Agent(topics = "${benchmark.input}-9", tables = "counts-9")
		@Sink(topic = "${benchmark.output}-9")
		Long count9(byte[] value, String key) {
			return count(9, key);
		}

		@Agent(topics = "${benchmark.input}-10", tables = "counts-10")
		@Sink(topic = "${benchmark.output}-10")
		Long count10(byte[] value, String key) {
			return count(10, key);
		}

		@Agent(topics = "${benchmark.input}-11", tables = "counts-11")
		@Sink(topic = "${benchmark.output}-11")
		Long count11(byte[] value, String key) {
			return count(11, key);
		}

		@Agent(topics = "${benchmark.input}-12", tables = "counts-12")
		@Sink(topic = "${benchmark.output}-12")
		Long count12(byte[] value, String key) {
			return count(12, key);
		}

		@Agent(topics = "${benchmark.input}-13", tables = "counts-13")
		@Sink(topic = "${benchmark.output}-13")
		Long count13(byte[] value, String key) {
			return count(13, key);
		}

		@Agent(topics = "${benchmark.input}-14", tables = "counts-14")
		@Sink(topic = "${benchmark.output}-14")
		Long count14(byte[] value, String key) {
			return count(14, key);
		}

		@Agent(topics = "${benchmark.input}-15", tables = "counts-15")
		@Sink(topic = "${benchmark.output}-15")
		Long count15(byte[] value, String key) {
			return count(15, key);
		}

		@Agent(topics = "${benchmark.input}-16", tables = "counts-16")
		@Sink(topic = "${benchmark.output}-16")
		Long count16(byte[] value, String key) {
			return count(16, key);
		}

		@Agent(topics = "${benchmark.input}-17", tables = "counts-17")
		@Sink(topic = "${benchmark.output}-17")
		Long count17(byte[] value, String key) {
			return count(17, key);
		}

		@Agent(topics = "${benchmark.input}-18", tables = "counts-18")
		@Sink(topic = "${benchmark.output}-18")
		Long count18(byte[] value, String key) {
			return count(18, key);
		}

		@Agent(topics = "${benchmark.input}-19", tables = "counts-19")
		@Sink(topic = "${benchmark.output}-19")
		Long count19(byte[] value, String key) {
			return count(19, key);
		}

		@Agent(topics = "${benchmark.input}-20", tables = "counts-20")
		@Sink(topic = "${benchmark.output}-20")
		Long count20(byte[] value, String key) {
			return count(20, key);
		}

		private Long count(int number, String key) {
			FirstEvent.mark();
			return this.tables.get(number - 1).update(key, (count) -> count + 1);
		}

	}

}
