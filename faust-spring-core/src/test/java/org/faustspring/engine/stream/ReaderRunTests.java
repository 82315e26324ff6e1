package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.faustspring.channel.ChannelStream;
import org.faustspring.engine.channel.BoundedChannel;
import org.faustspring.stream.EventStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Operators on a channel's stream, outside of agents.
 */
@Timeout(60)
class ReaderRunTests {

	private final BoundedChannel<Integer> channel = new BoundedChannel<>("numbers", Integer.class, 100, Thread::new,
			ComposedStream.outside(PushedStream.SERDES));

	@Test
	void listGoesOnWhenItsTimeIsOverWhileTheThreadWaitsAndIsProcessedAsAWhole() throws Exception {
		try (ChannelStream<Integer> stream = this.channel.stream()) {
			EventStream<List<String>> lists = stream.filter((number) -> number % 2 == 0)
				.map((number) -> "n" + number)
				.take(3, Duration.ofMillis(200));
			Iterator<List<String>> iterator = lists.iterator();
			for (int i = 0; i < 10; i++) {
				this.channel.send(i);
			}

			assertThat(iterator.next()).containsExactly("n0", "n2", "n4");
			assertThat(iterator.next()).containsExactly("n6", "n8");

			assertThat(this.channel.size()).isEqualTo(2);
		}
		assertThat(this.channel.size()).isZero();
		assertThat(this.channel.subscribers()).isZero();
	}

	@Test
	void messageIsProcessedWithTheLastOfItsValues() throws Exception {
		try (ChannelStream<Integer> stream = this.channel.stream()) {
			Iterator<Integer> values = stream.flatMap((number) -> List.of(number, -number)).iterator();
			this.channel.send(1);
			this.channel.send(2);

			assertThat(values.next()).isEqualTo(1);
			assertThat(this.channel.size()).isEqualTo(2);
			assertThat(values.next()).isEqualTo(-1);
			assertThat(this.channel.size()).isEqualTo(2);
			assertThat(values.next()).isEqualTo(2);
			assertThat(this.channel.size()).isEqualTo(1);
		}
	}

	@Test
	void streamEndsByItselfOrByBeingClosed() throws Exception {
		List<Integer> before = new ArrayList<>();
		ChannelStream<Integer> first = this.channel.stream();
		Iterator<Integer> iterator = first.takeWhile((number) -> number < 2).iterator();
		for (int i = 0; i < 4; i++) {
			this.channel.send(i);
		}
		iterator.forEachRemaining(before::add);
		assertThat(before).containsExactly(0, 1);
		assertThat(this.channel.subscribers()).isZero();

		ChannelStream<Integer> second = this.channel.stream();
		CompletableFuture<Integer> count = CompletableFuture.supplyAsync(() -> {
			int seen = 0;
			for (List<Integer> list : second.take(5, Duration.ofMinutes(5))) {
				seen += list.size();
			}
			return seen;
		});
		await().until(() -> this.channel.subscribers() == 1);
		this.channel.send(1);
		await().until(() -> this.channel.size() == 1);
		second.close();
		assertThat(count.get(10, TimeUnit.SECONDS)).isBetween(0, 1);
		assertThat(this.channel.size()).isZero();
	}

	@Test
	void rateHoldsBackAndEventsTellTheChannel() throws Exception {
		try (ChannelStream<Integer> stream = this.channel.stream()) {
			Iterator<String> values = stream.rateLimit(1, Duration.ofMillis(100))
				.events()
				.map((event) -> "%s %s".formatted(event.value(), event))
				.iterator();
			this.channel.send(1);
			this.channel.send(2);
			long begin = System.nanoTime();

			assertThat(values.next()).isEqualTo("1 numbers--1@0");
			assertThat(values.next()).isEqualTo("2 numbers--1@1");

			assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(90));
		}
	}

	@Test
	void whatNeedsATaskIsRefused() {
		refused((stream) -> stream.groupBy((number) -> number, "by"), "no groupBy(), since there is no task");
		refused((stream) -> stream.distinct((number) -> number, Duration.ofSeconds(1)), "there is no table");
		refused((stream) -> stream.filter((number) -> true).noAck(), "no noAck()");
		refused((stream) -> stream.items(String.class), "messages have no keys");
		refused((stream) -> stream.merge(this.channel.stream()), "no merge()");
		refused((stream) -> stream.branch((number) -> true,
				(side) -> side.distinct((number) -> number, Duration.ofSeconds(1))), "there is no table");
	}

	private void refused(java.util.function.Function<EventStream<Integer>, EventStream<?>> composition, String why) {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> composition.apply(this.channel.stream()))
			.withMessageContaining(why);
	}

}
