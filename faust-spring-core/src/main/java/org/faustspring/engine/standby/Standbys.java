package org.faustspring.engine.standby;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.StandbyInfo;
import org.faustspring.engine.assignment.CopyState;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.client.ReadErrors;
import org.faustspring.engine.thread.Commands;
import org.faustspring.table.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies of tasks that other instances own: those the group's leader has placed
 * here as standbys, and those that move here once they are warm. {@link #run()} belongs
 * to its thread, {@link #keep} and {@link #release} are called by the poller, the other
 * methods may be called by any thread.
 */
public final class Standbys implements Runnable {

	private static final Log logger = LogFactory.getLog(Standbys.class);

	private static final Duration POLL_TIME = Duration.ofMillis(50);

	private static final long CUTS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** A rebalance may be on its way already. */
	private static final long WARM_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** Not to ask again and again, and not to wait for the last copy for ever. */
	private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final StandbyTasks tasks;

	private final ChangelogReader reader;

	/** Completes when this instance's former owner of a task has closed its store. */
	private final Function<TaskId, CompletableFuture<Void>> closed;

	private final Runnable warm;

	private final Commands commands = new Commands();

	private final ReadErrors errors = new ReadErrors("Standby copies could not be kept up");

	private final LongAdder records = new LongAdder();

	/** Tasks to keep a copy of; the value tells whether the task is to move here. */
	private volatile Map<TaskId, Boolean> wanted = Map.of();

	/** What others may know of the copies that are open. */
	private final Map<TaskId, StandbyInfo> infos = new ConcurrentSkipListMap<>();

	private final Map<TaskId, StandbyCopy> copies = new TreeMap<>();

	private @Nullable CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> fetching;

	private long fetchAt = System.nanoTime();

	private long openAt = System.nanoTime();

	/** When the placement has come, and when a rebalance was asked for. */
	private long placedAt = System.nanoTime();

	private volatile boolean stopping;

	private volatile boolean ended;

	/**
	 * Create it.
	 * @param tasks opens copies
	 * @param consumers makes the consumer, when the first copy is wanted
	 * @param closed tells when the store of a task that this instance has owned is closed
	 * @param warm called when copies are warm whose tasks shall move here
	 */
	public Standbys(StandbyTasks tasks, Supplier<Consumer<byte[], byte[]>> consumers,
			Function<TaskId, CompletableFuture<Void>> closed, Runnable warm) {
		this.tasks = tasks;
		this.reader = new ChangelogReader(consumers);
		this.closed = closed;
		this.warm = warm;
	}

	/**
	 * Keep copies of these tasks, and of no others.
	 * @param standbys tasks to keep a copy of
	 * @param inherited tasks that move here once the copy is warm
	 * @param owned tasks that come here now: a copy waits for its {@link #release}
	 */
	public void keep(Collection<TaskId> standbys, Collection<TaskId> inherited, Collection<TaskId> owned) {
		Map<TaskId, Boolean> keep = new TreeMap<>();
		standbys.forEach((task) -> keep.put(task, false));
		inherited.forEach((task) -> keep.put(task, true));
		this.wanted = keep;
		this.commands.add(() -> {
			List<StandbyCopy> left = this.copies.values()
				.stream()
				.filter((copy) -> !keep.containsKey(copy.task()) && !owned.contains(copy.task()))
				.toList();
			left.forEach((copy) -> close(copy, "it is not wanted here any more"));
			this.placedAt = System.nanoTime();
			this.openAt = this.placedAt;
			assign();
		});
	}

	/**
	 * Leave a task to this instance, which becomes its owner.
	 * @param task the task
	 * @return completes when its store can be opened
	 */
	public CompletableFuture<Void> release(TaskId task) {
		Map<TaskId, Boolean> rest = new TreeMap<>(this.wanted);
		rest.remove(task);
		this.wanted = rest;
		CompletableFuture<Void> released = new CompletableFuture<>();
		this.commands.add(() -> {
			StandbyCopy copy = this.copies.remove(task);
			this.infos.remove(task);
			if (copy != null) {
				handOver(copy);
				assign();
			}
			released.complete(null);
		});
		if (this.ended) {
			released.complete(null);
		}
		return released;
	}

	private void handOver(StandbyCopy copy) {
		try {
			this.tasks.handOver(copy);
		}
		catch (RuntimeException ex) {
			logger.warn("The copy of task %s is closed: %s".formatted(copy.task(), ex));
			copy.store().close();
		}
	}

	/**
	 * Return what this instance has of tasks that it shall keep copies of.
	 * @return the state of each copy
	 */
	public Map<TaskId, CopyState> states() {
		Map<TaskId, CopyState> states = new TreeMap<>();
		this.wanted.forEach((task, inherited) -> {
			StandbyInfo info = this.infos.get(task);
			states.put(task, CopyState.live((info != null) ? info.lag() : -1, inherited));
		});
		return states;
	}

	/**
	 * Tell whether a task that shall move here has a warm copy now.
	 * @return whether there is one
	 */
	public boolean canMoveHere() {
		return states().values().stream().anyMatch((copy) -> copy.inherits() && copy.warm());
	}

	/**
	 * Return the copies that are open.
	 * @return a line a copy, in the order of tasks
	 */
	public List<StandbyInfo> infos() {
		return List.copyOf(this.infos.values());
	}

	/**
	 * Return how many changelog records copies have taken.
	 * @return the number
	 */
	public long records() {
		return this.records.sum();
	}

	/**
	 * End as soon as possible.
	 */
	public void stop() {
		this.stopping = true;
		this.commands.wake();
	}

	@Override
	public void run() {
		try {
			while (!this.stopping) {
				step();
			}
		}
		catch (RuntimeException | Error ex) {
			// Tasks run on without copies; a take-over restores more then.
			logger.error("Standby copies are not kept up any more", ex);
		}
		finally {
			this.copies.values().forEach(this::handOver);
			this.copies.clear();
			this.infos.clear();
			this.reader.close();
			this.ended = true;
			// Whoever still waits gets an answer.
			this.commands.run();
		}
	}

	private void step() {
		try {
			if (this.copies.isEmpty()) {
				this.commands.await(this.wanted.isEmpty() ? 1000 : 20, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.stopping = true;
			return;
		}
		this.commands.run();
		try {
			open();
			readCuts();
			this.reader.poll(this.copies.values(), POLL_TIME);
			this.errors.succeeded();
		}
		catch (OffsetOutOfRangeException ex) {
			reopen(ex.partitions(), ex);
		}
		catch (KafkaException ex) {
			this.errors.failed(ex);
			this.fetchAt = System.nanoTime() + RETRY_NANOS;
			pause();
		}
		apply();
		askIfWarm();
	}

	/** Without a broker nothing may be done but to serve whoever takes a task over. */
	private void pause() {
		try {
			this.commands.await(RETRY_NANOS, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.stopping = true;
		}
	}

	private void open() {
		if (System.nanoTime() - this.openAt < 0) {
			return;
		}
		List<TaskId> missing = new ArrayList<>();
		boolean later = false;
		for (TaskId task : this.wanted.keySet()) {
			if (!this.copies.containsKey(task)) {
				boolean free = this.closed.apply(task).isDone();
				later |= !free;
				if (free) {
					missing.add(task);
				}
			}
		}
		if (!missing.isEmpty()) {
			later |= open(missing);
		}
		this.openAt = System.nanoTime() + (later ? RETRY_NANOS / 10 : RETRY_NANOS);
	}

	private boolean open(List<TaskId> missing) {
		try {
			List<StandbyCopy> opened = this.tasks.open(missing);
			opened.forEach((copy) -> {
				this.copies.put(copy.task(), copy);
				tell(copy);
			});
			if (!opened.isEmpty()) {
				logger.info("Keeps copies of %d more tasks, %d in all: %s".formatted(opened.size(), this.copies.size(),
						opened.stream().map((copy) -> copy.task().toString()).toList()));
				this.fetchAt = System.nanoTime();
				assign();
			}
			return opened.size() < missing.size();
		}
		catch (StoreException | java.io.UncheckedIOException | java.util.concurrent.CompletionException ex) {
			logger.warn("Copies of tasks %s cannot be opened yet, it is tried again: %s".formatted(missing, ex));
			return false;
		}
	}

	private void assign() {
		this.reader.assign(this.copies.values());
	}

	private void readCuts() {
		CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> running = this.fetching;
		if (running != null) {
			if (!running.isDone()) {
				return;
			}
			this.fetching = null;
			try {
				Map<TopicPartition, OffsetAndMetadata> committed = running.join();
				this.copies.values().forEach((copy) -> copy.committed(committed));
			}
			catch (java.util.concurrent.CompletionException ex) {
				throw new KafkaException("Committed offsets could not be read", ex.getCause());
			}
		}
		if (!this.copies.isEmpty() && System.nanoTime() - this.fetchAt >= 0) {
			Set<TopicPartition> inputs = new HashSet<>();
			this.copies.values().forEach((copy) -> inputs.addAll(copy.inputs()));
			this.fetching = this.tasks.committedOffsets().latest(inputs);
			this.fetchAt = System.nanoTime() + CUTS_NANOS;
		}
	}

	private void apply() {
		for (StandbyCopy copy : List.copyOf(this.copies.values())) {
			try {
				this.records.add(copy.apply(this.tasks));
				tell(copy);
			}
			catch (StoreException ex) {
				close(copy, ex.getMessage());
				this.openAt = System.nanoTime() + ASK_AGAIN_NANOS;
				assign();
			}
		}
	}

	private void tell(StandbyCopy copy) {
		TaskId task = copy.task();
		this.infos.put(task, new StandbyInfo(task.toString(), copy.lag(), this.wanted.getOrDefault(task, false)));
	}

	/** Begin copies anew whose changelogs have lost what comes next. */
	private void reopen(Set<TopicPartition> lost, Exception cause) {
		for (StandbyCopy copy : List.copyOf(this.copies.values())) {
			if (copy.tables().stream().anyMatch((table) -> lost.contains(table.changelog()))) {
				close(copy, cause.getMessage());
			}
		}
		assign();
	}

	private void close(StandbyCopy copy, @Nullable String reason) {
		logger.info("The copy of task %s is closed: %s".formatted(copy.task(), reason));
		this.copies.remove(copy.task());
		this.infos.remove(copy.task());
		try {
			copy.handOver(this.tasks);
		}
		catch (RuntimeException ex) {
			logger.debug("The copy of task %s was not flushed".formatted(copy.task()), ex);
		}
		copy.store().close();
	}

	private void askIfWarm() {
		long since = System.nanoTime() - this.placedAt;
		if (since < WARM_FOR_NANOS) {
			return;
		}
		int warmed = 0;
		int cold = 0;
		for (Map.Entry<TaskId, Boolean> task : this.wanted.entrySet()) {
			if (task.getValue()) {
				StandbyCopy copy = this.copies.get(task.getKey());
				boolean isWarm = copy != null && CopyState.live(copy.lag(), true).warm();
				warmed += isWarm ? 1 : 0;
				cold += isWarm ? 0 : 1;
			}
		}
		if (warmed > 0 && (cold == 0 || since > ASK_AGAIN_NANOS)) {
			logger.info("Copies of %d tasks are warm: they can move here".formatted(warmed));
			// Until there is another placement, or this one is older still.
			this.placedAt = System.nanoTime() + ASK_AGAIN_NANOS;
			this.warm.run();
		}
	}

}
