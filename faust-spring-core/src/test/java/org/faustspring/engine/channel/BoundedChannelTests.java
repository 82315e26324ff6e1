package org.faustspring.engine.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.faustspring.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@Timeout(30)
@ExtendWith(OutputCaptureExtension.class)
class BoundedChannelTests {

	private final List<Thread> made = new CopyOnWriteArrayList<>();

	private final ThreadFactory threads = (task) -> {
		Thread thread = Executors.defaultThreadFactory().newThread(task);
		thread.setDaemon(true);
		this.made.add(thread);
		return thread;
	};

	private final Channel<String> channel = new BoundedChannel<>("test", String.class, 2, this.threads);

	@Test
	void everySubscriberGetsEveryMessageInOrder() throws Exception {
		List<String> one = new CopyOnWriteArrayList<>();
		List<String> two = new CopyOnWriteArrayList<>();
		this.channel.subscribe(one::add);
		this.channel.subscribe(two::add);
		List<String> messages = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();

		for (String message : messages) {
			this.channel.send(message);
		}

		await().untilAsserted(() -> {
			assertThat(one).isEqualTo(messages);
			assertThat(two).isEqualTo(messages);
		});
	}

	@Test
	void subscriptionsOfAChannelBeanEndWithItsContext() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(ChannelConfiguration.class);
		context.refresh();
		Channel<?> bean = context.getBean(Channel.class);
		bean.subscribe((message) -> {
		});
		assertThat(threadsOf("ended")).hasSize(1);

		context.close();

		await().untilAsserted(() -> assertThat(threadsOf("ended")).isEmpty());
	}

	private static List<Thread> threadsOf(String channel) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("faust-channel-" + channel))
			.toList();
	}

	@Test
	void messagesOfEachSenderStayInOrderForEverySubscriberAlike() throws Exception {
		List<String> one = new CopyOnWriteArrayList<>();
		List<String> two = new CopyOnWriteArrayList<>();
		this.channel.subscribe(one::add);
		this.channel.subscribe(two::add);

		List<CompletableFuture<Void>> senders = new ArrayList<>();
		for (String sender : List.of("a", "b", "c", "d")) {
			senders.add(CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 250; i++) {
					send(sender + i);
				}
			}, (task) -> this.threads.newThread(task).start()));
		}
		CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

		await().untilAsserted(() -> assertThat(one).hasSize(1000));
		await().untilAsserted(() -> assertThat(two).isEqualTo(one));
		for (String sender : List.of("a", "b", "c", "d")) {
			assertThat(one.stream().filter((message) -> message.startsWith(sender)).toList())
				.isEqualTo(IntStream.range(0, 250).mapToObj((i) -> sender + i).toList());
		}
	}

	@Test
	void messageThatDoesNotFitOneSubscriberGoesToNone() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		List<String> fast = new CopyOnWriteArrayList<>();
		List<String> slow = new CopyOnWriteArrayList<>();
		this.channel.subscribe(fast::add);
		blocked(gate, slow);
		fill();

		assertThat(this.channel.trySend("too much", Duration.ofMillis(20))).isFalse();
		gate.countDown();

		await().untilAsserted(() -> assertThat(slow).containsExactly("first", "second", "third"));
		await().untilAsserted(() -> assertThat(fast).containsExactly("first", "second", "third"));
		assertThat(this.channel.trySend("fits", Duration.ZERO)).isTrue();
	}

	@Test
	void closingTheFullSubscriberReleasesTheSender() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		List<String> fast = new CopyOnWriteArrayList<>();
		List<String> slow = new CopyOnWriteArrayList<>();
		this.channel.subscribe(fast::add);
		Channel.Subscription full = blocked(gate, slow);
		fill();
		Thread sender = this.threads.newThread(() -> send("waits"));
		sender.start();
		await().until(() -> sender.getState() == Thread.State.WAITING);

		full.close();
		sender.join();
		gate.countDown();

		await().untilAsserted(() -> assertThat(fast).containsExactly("first", "second", "third", "waits"));
		await().untilAsserted(() -> assertThat(slow).containsExactly("first"));
		await().until(() -> !this.made.get(1).isAlive());
	}

	@Test
	void interruptedSenderHasSentNothing() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		List<String> slow = new CopyOnWriteArrayList<>();
		blocked(gate, slow);
		fill();
		AtomicReference<Throwable> error = new AtomicReference<>();
		Thread sender = this.threads.newThread(() -> {
			try {
				this.channel.send("interrupted");
			}
			catch (InterruptedException ex) {
				error.set(ex);
			}
		});
		sender.start();
		await().until(() -> sender.getState() == Thread.State.WAITING);

		sender.interrupt();
		sender.join();
		gate.countDown();

		assertThat(error.get()).isInstanceOf(InterruptedException.class);
		await().untilAsserted(() -> assertThat(slow).containsExactly("first", "second", "third"));
	}

	@Test
	void consumerThatThrowsIsLoggedAndGoesOn(CapturedOutput output) throws Exception {
		List<String> taken = new CopyOnWriteArrayList<>();
		this.channel.subscribe((message) -> {
			if (message.equals("bad")) {
				throw new IllegalStateException("no good");
			}
			taken.add(message);
		});

		this.channel.send("bad");
		this.channel.send("good");

		await().untilAsserted(() -> assertThat(taken).containsExactly("good"));
		assertThat(output).contains("subscriber of channel 'test' failed").contains("no good");
	}

	@Test
	void consumerThatWouldWaitForItselfIsToldSo(CapturedOutput output) throws Exception {
		this.channel.subscribe((message) -> {
			for (int i = 0; message.equals("first") && i < 3; i++) {
				send("again");
			}
		});

		this.channel.send("first");

		await().untilAsserted(() -> assertThat(output).contains("would wait for itself"));
	}

	@Test
	void sendWithoutSubscribersReturnsAtOnce() throws Exception {
		for (int i = 0; i < 10; i++) {
			this.channel.send("nobody");
		}

		assertThat(this.channel.trySend("nobody", Duration.ZERO)).isTrue();
	}

	@Test
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void messageOfAnotherTypeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ((Channel) this.channel).send(1))
			.withMessageContaining("java.lang.String, not java.lang.Integer");
	}

	@Test
	void capacityBelowOneIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BoundedChannel<>("none", String.class, 0, this.threads))
			.withMessageContaining("'none'");
	}

	/**
	 * Subscribe a consumer that takes the first message and then waits.
	 */
	private Channel.Subscription blocked(CountDownLatch gate, List<String> taken) {
		return this.channel.subscribe((message) -> {
			taken.add(message);
			try {
				gate.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

	private void fill() throws InterruptedException {
		for (String message : List.of("first", "second", "third")) {
			assertThat(this.channel.trySend(message, Duration.ofSeconds(10))).isTrue();
		}
	}

	private void send(String message) {
		try {
			this.channel.send(message);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ChannelConfiguration {

		@Bean
		Channel<String> ended() {
			return new BoundedChannel<>("ended", String.class, 2, Executors.defaultThreadFactory());
		}

	}

}
