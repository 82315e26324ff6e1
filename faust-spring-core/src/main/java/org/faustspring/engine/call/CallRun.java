package org.faustspring.engine.call;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.topology.TopicCatalog;
import org.faustspring.engine.topology.TopicNames;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.support.KafkaHeaders;

/**
 * Calls of one run of an App: its clients, made when they are first needed, and its
 * threads. Any thread.
 */
final class CallRun implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(CallRun.class);

	private static final int MAX_BLOCK_MILLIS = 30_000;

	private static final int DELIVERY_TIMEOUT_MILLIS = 30_000;

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final FaustSettings settings;

	private final KafkaClients clients;

	private final TopicNames names;

	private final String instanceId;

	private final Executor executor;

	private final Duration signOfLife;

	private final ScheduledThreadPoolExecutor timer;

	private final PendingCalls pending;

	private volatile @Nullable Producer<byte[], byte[]> producer;

	private volatile @Nullable Admin admin;

	private volatile @Nullable Open open;

	private boolean closed;

	/**
	 * Create a run. Connects to nothing yet.
	 * @param settings the App's settings
	 * @param clients makes Kafka clients
	 * @param instanceId this instance's stable id
	 * @param executor runs what depends on answers
	 * @param signOfLife how often a sign of life goes to the reply topic
	 */
	CallRun(FaustSettings settings, KafkaClients clients, String instanceId, Executor executor, Duration signOfLife) {
		this.settings = settings;
		this.clients = clients;
		this.names = new TopicNames(settings.id());
		this.instanceId = instanceId;
		this.executor = executor;
		this.signOfLife = signOfLife;
		this.timer = new ScheduledThreadPoolExecutor(1, (runnable) -> {
			Thread thread = new Thread(runnable, "faust-calls-timer");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setRemoveOnCancelPolicy(true);
		this.pending = new PendingCalls(this.timer, executor);
	}

	PendingCalls pending() {
		return this.pending;
	}

	/**
	 * Return the producer of requests and, under at-least-once, of replies.
	 * @return the producer
	 */
	Producer<byte[], byte[]> producer() {
		Producer<byte[], byte[]> made = this.producer;
		return (made != null) ? made : makeProducer();
	}

	private synchronized Producer<byte[], byte[]> makeProducer() {
		requireOpen();
		Producer<byte[], byte[]> made = this.producer;
		if (made == null) {
			made = this.clients.producer("calls", producerSettings());
			this.producer = made;
		}
		return made;
	}

	private Map<String, Object> producerSettings() {
		Map<String, Object> overrides = new HashMap<>();
		overrides.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		overrides.put(ProducerConfig.ACKS_CONFIG, "all");
		// Kafka's default of 5 ms would be most of what an answer takes.
		unlessSet(overrides, ProducerConfig.LINGER_MS_CONFIG, 0);
		unlessSet(overrides, ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
		if (this.clients.producerSetting(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG) == null
				&& this.clients.producerSetting(ProducerConfig.LINGER_MS_CONFIG) == null) {
			// A reply to a topic that is gone must not hold up a commit for long.
			unlessSet(overrides, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
		}
		return overrides;
	}

	private void unlessSet(Map<String, Object> overrides, String setting, Object value) {
		if (this.clients.producerSetting(setting) == null) {
			overrides.put(setting, value);
		}
	}

	/**
	 * Return a client to ask about topics.
	 * @return the client
	 */
	synchronized Admin admin() {
		requireOpen();
		Admin made = this.admin;
		if (made == null) {
			made = this.clients.admin("calls-admin");
			this.admin = made;
		}
		return made;
	}

	private void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The App has stopped: nobody can be called any more");
		}
	}

	/**
	 * Send a request.
	 * @param target whom it is to
	 * @param request the request, without headers about its reply
	 * @param timeout how long the answer may take
	 * @param <R> the type of the result
	 * @return the answer
	 */
	<R> CompletableFuture<R> ask(CallTarget target, ProducerRecord<byte[], byte[]> request, Duration timeout) {
		Open opened = open();
		PendingCalls.Added<R> added = this.pending.add(target.name(), target.results(), timeout);
		request.headers()
			.add(KafkaHeaders.REPLY_TOPIC, opened.topicBytes())
			.add(KafkaHeaders.CORRELATION_ID, added.id());
		PendingCall<R> call = added.call();
		try {
			producer().send(request, (metadata, ex) -> {
				if (ex != null) {
					call.completeExceptionally(ex);
				}
			});
		}
		catch (InterruptException ex) {
			call.completeExceptionally(ex);
			Thread.currentThread().interrupt();
		}
		catch (KafkaException | IllegalStateException ex) {
			call.completeExceptionally(ex);
		}
		return call;
	}

	/**
	 * Send a record that nobody answers.
	 * @param target whom it is to
	 * @param record the record
	 * @return completes when the brokers have it
	 */
	CompletableFuture<Void> cast(CallTarget target, ProducerRecord<byte[], byte[]> record) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		producer().send(record, (metadata, ex) -> {
			if (ex == null) {
				sent.complete(null);
				return;
			}
			// Whoever casts may not look at the future.
			logger.error("What was cast to '%s' could not be sent".formatted(target.name()), ex);
			sent.completeExceptionally(ex);
		});
		return sent;
	}

	/**
	 * Make the reply topic and begin to read it, unless that is done.
	 * @return what is open
	 */
	Open open() {
		Open opened = this.open;
		return (opened != null) ? opened : makeOpen();
	}

	private synchronized Open makeOpen() {
		requireOpen();
		Open opened = this.open;
		if (opened != null) {
			return opened;
		}
		TopicCatalog catalog = new TopicCatalog(admin(), this.clients.bootstrapServers(),
				this.settings.startupTimeout());
		ReplyTopic topic = new ReplyTopic(this.names.reply(this.instanceId), this.settings, catalog, admin());
		topic.ensure();
		Consumer<byte[], byte[]> consumer = this.clients.consumer("replies", consumerSettings());
		ReplyReader reader = new ReplyReader(consumer, topic.name(), this.pending);
		try {
			reader.open();
		}
		catch (RuntimeException ex) {
			reader.close();
			throw ex;
		}
		Thread thread = new Thread(reader, "faust-replies");
		thread.setDaemon(true);
		thread.start();
		opened = new Open(topic, topic.name().getBytes(StandardCharsets.UTF_8), reader, thread);
		this.open = opened;
		AbandonedReplyTopics abandoned = new AbandonedReplyTopics(this.names, topic.name(), catalog, admin(),
				this.signOfLife.multipliedBy(3));
		this.timer.scheduleWithFixedDelay(() -> beside(() -> signOfLife(topic)), 0, this.signOfLife.toNanos(),
				TimeUnit.NANOSECONDS);
		this.timer.schedule(() -> beside(() -> look(abandoned)), this.signOfLife.toNanos() / 2, TimeUnit.NANOSECONDS);
		return opened;
	}

	private static Map<String, Object> consumerSettings() {
		Map<String, Object> overrides = new HashMap<>();
		// Replies of whoever commits them with what they result from.
		overrides.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		overrides.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
		overrides.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
		// Of a topic that was made anew, all is for this run.
		overrides.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		return overrides;
	}

	/** The timer must not wait for a broker. */
	private void beside(Runnable runnable) {
		try {
			this.executor.execute(runnable);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The App stops", ex);
		}
	}

	private void signOfLife(ReplyTopic topic) {
		try {
			topic.ensure();
			producer().send(new ProducerRecord<>(topic.name(), 0, null, new byte[0]));
		}
		catch (RuntimeException ex) {
			logger.debug("No sign of life could be sent to the reply topic; it is tried again", ex);
		}
	}

	private void look(AbandonedReplyTopics abandoned) {
		if (abandoned.look() && !this.timer.isShutdown()) {
			this.timer.schedule(() -> beside(() -> look(abandoned)), 2 * this.signOfLife.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * End all that waits, and close clients and threads.
	 */
	@Override
	public void close() {
		Open opened;
		synchronized (this) {
			this.closed = true;
			opened = this.open;
		}
		boolean repliesMayCome = this.pending.repliesMayCome(ReplyTopic.RETENTION);
		this.pending.failAll(new IllegalStateException("The App stops: the call is not waited for any more"));
		this.timer.shutdownNow();
		if (opened != null) {
			opened.reader().stop();
			join(opened.thread());
			if (!repliesMayCome) {
				// Whoever replies to a topic that is gone would wait for it.
				opened.topic().delete();
			}
		}
		Producer<byte[], byte[]> made = this.producer;
		if (made != null) {
			made.close(CLOSE_TIMEOUT);
		}
		Admin asked = this.admin;
		if (asked != null) {
			asked.close(CLOSE_TIMEOUT);
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join(CLOSE_TIMEOUT.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What is there once a reply can be read.
	 *
	 * @param topic the reply topic
	 * @param topicBytes its name, as requests carry it
	 * @param reader reads it
	 * @param thread the reader's thread
	 */
	record Open(ReplyTopic topic, byte[] topicBytes, ReplyReader reader, Thread thread) {

	}

}
