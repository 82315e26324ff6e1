package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.channel.Channel;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A channel whose consumer takes ten messages a second, behind a topic of 100,000 events.
 */
class ChannelBackPressureIntegrationTests {

	private static final int EVENTS = 100_000;

	@TempDir
	Path state;

	@Test
	void slowConsumerPausesTheSourceAndProcessingGoesOnWhereItHadComeTo() throws Exception {
		String id = SharedBroker.unique("slow-channel");
		String source = SharedBroker.topic("slow-source", 1);
		SharedBroker.send(source, IntStream.range(0, EVENTS).mapToObj((i) -> "k:" + i).toList());
		TestApp.Builder builder = TestApp.builder(id)
			.guarantee(ProcessingGuarantee.EXACTLY_ONCE)
			.state(this.state)
			.property("source", source)
			.beans(Slow.class);

		List<Integer> processed = new ArrayList<>();
		List<Long> heap = new ArrayList<>();
		try (TestApp app = builder.start()) {
			Slow slow = app.bean(Slow.class);
			await().atMost(Duration.ofSeconds(20)).until(() -> slow.processed.size() > 5);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
			await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofSeconds(2)).until(() -> {
				heap.add(usedHeap());
				return System.nanoTime() - end > 0;
			});
			assertThat(app.bean(Channel.class).size()).isLessThanOrEqualTo(app.bean(Channel.class).capacity());
			app.close();
			processed.addAll(slow.processed);
		}
		System.out.printf("Heap in KiB while a channel's consumer does ten a second behind %d events: %s%n", EVENTS,
				heap.stream().map((bytes) -> bytes / 1024).toList());
		assertThat(Collections.max(heap) - heap.get(0)).as("growth of the heap in bytes").isLessThan(16 << 20);
		assertThat(processed).as("in order, nothing twice")
			.isEqualTo(IntStream.range(0, processed.size()).boxed().toList());
		assertThat(processed.size()).isBetween(60, 250);
		assertThat(committed(id)).as("committed offset").isEqualTo(processed.size());

		try (TestApp app = builder.start()) {
			Slow slow = app.bean(Slow.class);
			await().atMost(Duration.ofSeconds(20)).until(() -> slow.processed.size() > 5);
			assertThat(slow.processed.get(0)).isEqualTo(processed.size());
		}
	}

	static long committed(String id) throws Exception {
		try (Admin admin = SharedBroker.admin()) {
			return admin.listConsumerGroupOffsets(id)
				.partitionsToOffsetAndMetadata()
				.get()
				.values()
				.stream()
				.mapToLong((offset) -> offset.offset())
				.sum();
		}
	}

	private static long usedHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Configuration(proxyBeanMethods = false)
	static class Slow {

		final List<Integer> processed = Collections.synchronizedList(new ArrayList<>());

		@Bean
		Channel<Integer> slow(FaustApp app) {
			return app.channel("slow", Integer.class);
		}

		@Agent(topics = "${source}")
		@Sink(channel = "slow")
		Integer feed(String value) {
			return Integer.valueOf(value.substring(2));
		}

		@Agent(channel = "slow")
		void consume(Integer number) throws InterruptedException {
			// A slow call of something else.
			TimeUnit.MILLISECONDS.sleep(100);
			this.processed.add(number);
		}

	}

}
