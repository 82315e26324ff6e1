package org.faustspring.engine.restore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.app.TaskInfo.RestoreInfo;
import org.faustspring.engine.commit.CommitFigures;
import org.faustspring.engine.commit.NotCommittedException;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.thread.Commands;
import org.faustspring.table.store.StoreWrites;
import org.faustspring.table.store.TaskStore;

/**
 * Takes tasks over, many at once, beside processing. {@link #run()} belongs to its
 * thread; the other methods may be called by any.
 */
public final class Restorer implements Runnable {

	private static final Log logger = LogFactory.getLog(Restorer.class);

	private static final Duration POLL_TIME = Duration.ofMillis(50);

	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Consumer<byte[], byte[]> consumer;

	private final TakeOver takeOver;

	private final CommitFigures figures;

	private final java.util.function.Consumer<Throwable> failed;

	private final Commands commands = new Commands();

	/** Tasks not begun yet; the value tells when to begin. */
	private final Map<Task, Long> waiting = new LinkedHashMap<>();

	private final Map<Task, TaskRestoration> active = new ConcurrentHashMap<>();

	private volatile boolean stopping;

	private final RestoreReport report = new RestoreReport();

	/**
	 * Create a restorer.
	 * @param consumer reads changelogs; closed by the restorer
	 * @param takeOver begins and ends the take-over of a task
	 * @param figures where to count
	 * @param failed told when the App cannot go on
	 */
	public Restorer(Consumer<byte[], byte[]> consumer, TakeOver takeOver, CommitFigures figures,
			java.util.function.Consumer<Throwable> failed) {
		this.consumer = consumer;
		this.takeOver = takeOver;
		this.figures = figures;
		this.failed = failed;
	}

	/**
	 * Take a task over.
	 * @param task the task
	 * @param after completes when the store can be opened
	 */
	public void take(Task task, CompletableFuture<Void> after) {
		after.whenComplete((done, ex) -> this.commands.add(() -> {
			if (task.abandoned()) {
				task.close();
			}
			else {
				this.waiting.put(task, System.nanoTime());
			}
		}));
	}

	/**
	 * Give up a task that is being taken over, if it still is.
	 * @param task the task
	 * @return completes when it is not worked on any more; with whether it was
	 */
	public CompletableFuture<Boolean> cancel(Task task) {
		CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
		this.commands.add(() -> {
			TaskRestoration restoration = this.active.remove(task);
			boolean worked = this.waiting.remove(task) != null || restoration != null;
			if (worked) {
				discard(task, restoration);
				assign();
			}
			cancelled.complete(worked);
		});
		return cancelled;
	}

	private static void discard(Task task, @org.jspecify.annotations.Nullable TaskRestoration restoration) {
		if (restoration != null) {
			FirstCommit commit = restoration.commit();
			if (commit != null) {
				commit.cancel();
			}
			if (restoration.store() != null) {
				restoration.store().close();
			}
		}
		task.close();
	}

	/**
	 * Return how far a task is.
	 * @param task the task
	 * @return progress by table; empty if it is not being restored
	 */
	public List<RestoreInfo> progress(Task task) {
		TaskRestoration restoration = this.active.get(task);
		return (restoration != null) ? restoration.progress() : List.of();
	}

	/**
	 * Return how many changelog offsets are still to be restored.
	 * @return the number
	 */
	public long remaining() {
		return this.active.values()
			.stream()
			.flatMap((restoration) -> restoration.progress().stream())
			.mapToLong((info) -> info.total() - info.restored())
			.sum();
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
			logger.error("The restorer cannot go on", ex);
			this.failed.accept(ex);
		}
		finally {
			this.active.forEach(Restorer::discard);
			this.active.clear();
			this.waiting.keySet().forEach(Task::close);
			this.takeOver.close();
			this.consumer.close();
			// Whoever still asks gets an answer.
			this.commands.run();
		}
	}

	private void step() {
		try {
			if (this.consumer.assignment().isEmpty()) {
				boolean idle = this.active.isEmpty() && this.waiting.isEmpty();
				this.commands.await(idle ? 1000 : 10, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.stopping = true;
			return;
		}
		this.commands.run();
		begin();
		this.takeOver.loads(this.active.values().stream().anyMatch(TaskRestoration::large));
		restore();
		finish();
		this.report.show(this.active.values());
	}

	private void begin() {
		long now = System.nanoTime();
		List<Task> due = new ArrayList<>();
		this.waiting.forEach((task, at) -> {
			if (now - at >= 0) {
				due.add(task);
			}
		});
		if (due.isEmpty()) {
			return;
		}
		try {
			for (TaskRestoration restoration : this.takeOver.begin(due)) {
				this.waiting.remove(restoration.task());
				this.active.put(restoration.task(), restoration);
				due.remove(restoration.task());
			}
			if (!due.isEmpty()) {
				logger.info("Tasks %s wait for an open transaction of their last owner".formatted(due));
				due.forEach((task) -> this.waiting.put(task, System.nanoTime() + RETRY_NANOS));
			}
			assign();
		}
		catch (KafkaException ex) {
			logger.warn("Tasks %s cannot be taken over yet, it is tried again: %s".formatted(due, ex));
			due.forEach((task) -> this.waiting.put(task, System.nanoTime() + RETRY_NANOS));
		}
	}

	/** Read the changelogs whose turn it is, each from where it is. */
	private void assign() {
		Map<TopicPartition, Long> positions = new HashMap<>();
		for (TableRestoration table : RestoreOrder.next(this.active.values(), this.takeOver.loadsAtATime())) {
			positions.put(table.changelog(), table.position());
			table.begins();
		}
		Set<TopicPartition> wanted = positions.keySet();
		if (!wanted.equals(this.consumer.assignment())) {
			Set<TopicPartition> before = new HashSet<>(this.consumer.assignment());
			this.consumer.assign(wanted);
			positions.forEach((changelog, position) -> {
				if (!before.contains(changelog)) {
					this.consumer.seek(changelog, position);
				}
			});
		}
	}

	private void restore() {
		if (this.consumer.assignment().isEmpty()) {
			return;
		}
		ConsumerRecords<byte[], byte[]> records = this.consumer.poll(POLL_TIME);
		boolean tableDone = false;
		for (TaskRestoration restoration : this.active.values()) {
			StoreWrites writes = new StoreWrites();
			for (TableRestoration table : restoration.tables()) {
				if (table.done() || !this.consumer.assignment().contains(table.changelog())) {
					continue;
				}
				List<ConsumerRecord<byte[], byte[]>> polled = records.records(table.changelog());
				long position = this.consumer.position(table.changelog());
				if (position == table.position()) {
					continue;
				}
				long before = table.records();
				table.apply(polled, position, writes);
				this.figures.restored.add(table.records() - before);
				if (!table.rewrite()) {
					writes.position(table.table(), this.takeOver.position(table, table.applied()));
				}
				tableDone |= table.done();
			}
			restoration.write(writes);
		}
		if (tableDone) {
			assign();
		}
	}

	/** Nobody waits here: other tasks are read meanwhile. */
	private boolean finished(TaskRestoration restoration) {
		FirstCommit commit = restoration.commit();
		if (commit == null) {
			TaskStore store = restoration.store();
			if (store != null && !store.readyToFinish()) {
				return false;
			}
			commit = new FirstCommit(this.takeOver.finish(restoration));
			restoration.commit(commit);
		}
		return commit.done();
	}

	private void finish() {
		for (Iterator<TaskRestoration> all = this.active.values().iterator(); all.hasNext();) {
			TaskRestoration restoration = all.next();
			if (!restoration.done()) {
				continue;
			}
			Task task = restoration.task();
			try {
				if (finished(restoration)) {
					this.takeOver.run(restoration);
					all.remove();
					this.report.restored(restoration);
				}
			}
			catch (NotCommittedException ex) {
				logger.info("Task %s is not taken over: %s".formatted(task, ex.getMessage()));
				all.remove();
				discard(task, restoration);
			}
			catch (KafkaException ex) {
				logger.warn("Task %s cannot be taken over yet, it is tried again: %s".formatted(task, ex));
				all.remove();
				if (restoration.store() != null) {
					restoration.store().close();
				}
				this.waiting.put(task, System.nanoTime() + RETRY_NANOS);
			}
		}
	}

}
