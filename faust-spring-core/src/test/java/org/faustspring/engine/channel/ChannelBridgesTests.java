package org.faustspring.engine.channel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.faustspring.channel.Channel;
import org.faustspring.channel.ChannelStream;
import org.faustspring.engine.unit.EventHold;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class ChannelBridgesTests {

	private final BoundedChannel<String> channel = new BoundedChannel<>("test", String.class, 2, (task) -> {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicInteger held = new AtomicInteger();

	private final EventHold hold = new EventHold() {

		@Override
		public void acquire() {
			ChannelBridgesTests.this.held.incrementAndGet();
		}

		@Override
		public void release() {
			ChannelBridgesTests.this.held.decrementAndGet();
		}

	};

	@Test
	void streamAcknowledgesAMessageWhenTheNextIsAskedFor() {
		ChannelStream<String> stream = this.channel.stream();
		java.util.Iterator<String> messages = stream.iterator();
		this.channel.put("one", this.hold);
		this.channel.put("two", this.hold);

		assertThat(messages.next()).isEqualTo("one");
		assertThat(this.held).hasValue(2);
		assertThat(messages.next()).isEqualTo("two");
		assertThat(this.held).hasValue(1);
		stream.close();
		assertThat(this.held).hasValue(0);
		assertThat(messages.hasNext()).isFalse();
		assertThat(this.channel.subscribers()).isZero();
		assertThatIllegalStateException().isThrownBy(stream::iterator).withMessageContaining("closed before");
	}

	@Test
	void closedStreamEndsTheLoopOfAnotherThread() throws Exception {
		ChannelStream<String> stream = this.channel.stream();
		List<String> seen = new CopyOnWriteArrayList<>();
		CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> stream.forEach(seen::add));
		await().until(() -> this.channel.subscribers() == 1);
		this.channel.send("one");
		await().until(() -> seen.size() == 1);

		stream.close();

		loop.get(10, TimeUnit.SECONDS);
	}

	@Test
	void closedSubscriptionReleasesWhatItHas() {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		Channel.Subscription subscription = this.channel.subscribe((message) -> gate.join());
		this.channel.put("one", this.hold);
		this.channel.put("two", this.hold);
		this.channel.put("three", this.hold);
		await().until(() -> !this.channel.hasRoom());

		subscription.close();

		assertThat(this.held).hasValue(1);
		gate.complete(null);
		await().untilAtomic(this.held, org.hamcrest.Matchers.is(0));
	}

	@Test
	void publisherSendsNoMoreThanRequestedAndCountsItAsProcessedWhenMoreIsRequested() throws Exception {
		Requesting subscriber = new Requesting();
		this.channel.publisher().subscribe(subscriber);
		this.channel.put("one", this.hold);
		this.channel.put("two", this.hold);

		subscriber.subscription().request(1);
		await().untilAsserted(() -> assertThat(subscriber.seen).containsExactly("one"));
		assertThat(this.held).hasValue(2);
		subscriber.subscription().request(1);
		await().untilAsserted(() -> assertThat(subscriber.seen).containsExactly("one", "two"));
		await().untilAtomic(this.held, org.hamcrest.Matchers.is(1));

		subscriber.subscription().cancel();

		await().untilAtomic(this.held, org.hamcrest.Matchers.is(0));
		assertThat(this.channel.subscribers()).isZero();
		this.channel.send("nobody");
	}

	@Test
	void publisherCompletesWhenTheChannelCloses() {
		Requesting subscriber = new Requesting();
		this.channel.publisher().subscribe(subscriber);
		subscriber.subscription().request(Long.MAX_VALUE);
		this.channel.put("one", this.hold);
		await().untilAtomic(this.held, org.hamcrest.Matchers.is(0));

		this.channel.close();

		await().untilAsserted(() -> assertThat(subscriber.end).isCompletedWithValue("complete"));
	}

	@Test
	void publishersMessagesAreSentAsFastAsTheChannelTakesThem() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.channel.subscribe(seen::add);
		List<String> messages = IntStream.range(0, 500).mapToObj(String::valueOf).toList();
		try (SubmissionPublisher<String> publisher = new SubmissionPublisher<>()) {
			this.channel.subscribeTo(publisher);
			messages.forEach(publisher::submit);
			await().untilAsserted(() -> assertThat(seen).isEqualTo(messages));
		}
	}

	@Test
	void fluxTakesWhatItAsksForAndUnsubscribesWhenItIsThrough() throws Exception {
		List<String> seen = new CopyOnWriteArrayList<>();
		JdkFlowAdapter.flowPublisherToFlux(this.channel.publisher()).take(2).subscribe(seen::add);
		await().until(() -> this.channel.subscribers() == 1);

		this.channel.send("one");
		this.channel.send("two");
		await().until(() -> this.channel.subscribers() == 0);
		this.channel.send("three");

		assertThat(seen).containsExactly("one", "two");
	}

	@Test
	void whatAFluxPublishesIsSent() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.channel.subscribe(seen::add);

		this.channel.subscribeTo(JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "b", "c", "d", "e")));

		await().untilAsserted(() -> assertThat(seen).containsExactly("a", "b", "c", "d", "e"));
	}

	@Test
	void springChannelsAreBridgedBothWays() {
		ExecutorSubscribableChannel in = new ExecutorSubscribableChannel();
		ExecutorSubscribableChannel out = new ExecutorSubscribableChannel();
		List<Object> seen = new CopyOnWriteArrayList<>();
		out.subscribe((Message<?> message) -> seen.add(message.getPayload()));
		this.channel.bridgeTo(out);
		Channel.Subscription from = this.channel.bridgeFrom(in);

		in.send(new GenericMessage<>("across"));
		await().untilAsserted(() -> assertThat(seen).containsExactly("across"));
		assertThatExceptionOfType(MessageDeliveryException.class).isThrownBy(() -> in.send(new GenericMessage<>(1)))
			.withStackTraceContaining("java.lang.String, not java.lang.Integer");
		from.close();
		in.send(new GenericMessage<>("no more"));
		assertThat(seen).containsExactly("across");
	}

	/**
	 * Requests when the test does.
	 */
	private static final class Requesting implements Flow.Subscriber<String> {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final CompletableFuture<String> end = new CompletableFuture<>();

		private Flow.@Nullable Subscription subscription;

		Flow.Subscription subscription() {
			return java.util.Objects.requireNonNull(this.subscription);
		}

		@Override
		public void onSubscribe(Flow.Subscription started) {
			this.subscription = started;
		}

		@Override
		public void onNext(String message) {
			this.seen.add(message);
		}

		@Override
		public void onError(Throwable ex) {
			this.end.completeExceptionally(ex);
		}

		@Override
		public void onComplete() {
			this.end.complete("complete");
		}

	}

}
