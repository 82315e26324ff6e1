package org.faustspring.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.restore.Restorer;
import org.faustspring.engine.restore.TakeOver;
import org.faustspring.engine.standby.Standbys;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.task.TaskState;
import org.faustspring.engine.topology.LateTopics;
import org.faustspring.engine.topology.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Knows the tasks of this instance and where each is: with the restorer, or with which
 * worker. Changed on the poller's thread; read by any.
 */
final class TaskDirectory implements TaskOwnership, TaskOutcomes, TakeOver.Restored {

	private static final Log logger = LogFactory.getLog(TaskDirectory.class);

	private final Topology topology;

	private final EngineListener listener;

	private final LateTopics lateTopics;

	private final Map<TaskId, Task> tasks = new ConcurrentSkipListMap<>();

	private final Map<TopicPartition, Task> byPartition = new ConcurrentHashMap<>();

	/** Tasks given up whose store may still be open. */
	private final Map<TaskId, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();

	private List<WorkerThread> workers = List.of();

	private @Nullable Restorer restorer;

	private @Nullable Poller poller;

	private @Nullable Standbys standbys;

	private volatile boolean assigned;

	private final Object changes = new Object();

	TaskDirectory(Topology topology, LateTopics lateTopics, EngineListener listener) {
		this.topology = topology;
		this.lateTopics = lateTopics;
		this.listener = listener;
	}

	void connect(List<WorkerThread> workerThreads, Restorer taskRestorer, Poller taskPoller, Standbys copies) {
		this.workers = workerThreads;
		this.restorer = taskRestorer;
		this.poller = taskPoller;
		this.standbys = copies;
	}

	/**
	 * Tell when the store of a task that this instance has or had is closed.
	 * @param task the task
	 * @return completes then; completed if the task never was here
	 */
	CompletableFuture<Void> closed(TaskId task) {
		return this.closing.getOrDefault(task, CompletableFuture.completedFuture(null));
	}

	private Restorer restorer() {
		return java.util.Objects.requireNonNull(this.restorer);
	}

	private Poller poller() {
		return java.util.Objects.requireNonNull(this.poller);
	}

	@Override
	public void assigned(Collection<TopicPartition> partitions) {
		Map<TaskId, List<TopicPartition>> byTask = new TreeMap<>();
		for (TopicPartition partition : partitions) {
			TaskId id = new TaskId(this.topology.groups().groupOf(partition.topic()), partition.partition());
			byTask.computeIfAbsent(id, (task) -> new ArrayList<>()).add(partition);
		}
		List<Task> created = new ArrayList<>();
		byTask.forEach((id, own) -> {
			Task part = this.tasks.get(id);
			if (part != null) {
				// More topics of a task that is here already: it begins again with all of
				// them.
				part.inputs().forEach((input) -> own.add(input.topicPartition()));
				close(List.of(part), true);
			}
			created.add(create(id, own));
		});
		this.assigned = true;
		if (!partitions.isEmpty()) {
			logger.info("Assigned %d tasks, %d in all: %s".formatted(created.size(), this.tasks.size(),
					created.stream().map((task) -> task.id().toString()).toList()));
		}
		changed();
	}

	private Task create(TaskId id, Collection<TopicPartition> partitions) {
		List<Input> inputs = partitions.stream()
			.sorted(java.util.Comparator.comparing(TopicPartition::topic))
			.map((partition) -> this.topology.isRetry(partition.topic()) ? Input.retry(partition)
					: new Input(partition, this.topology.carriesOrigin(partition.topic())))
			.toList();
		Task task = new Task(id, inputs, this.topology.tablesOf(id.group()), leastLoaded());
		register(task);
		return task;
	}

	private void register(Task task) {
		this.tasks.put(task.id(), task);
		task.inputs().forEach((input) -> this.byPartition.put(input.topicPartition(), task));
		CompletableFuture<Void> before = this.closing.put(task.id(), task.closed());
		CompletableFuture<Void> topics = this.lateTopics
			.prepare(task.inputs().stream().map((input) -> input.topicPartition().topic()).toList());
		topics.whenComplete((done, ex) -> {
			if (ex != null) {
				this.listener.failed((ex.getCause() != null) ? ex.getCause() : ex);
			}
		});
		CompletableFuture<Void> released = java.util.Objects.requireNonNull(this.standbys).release(task.id());
		restorer().take(task, (before != null) ? CompletableFuture.allOf(before, topics, released)
				: CompletableFuture.allOf(topics, released));
	}

	private int leastLoaded() {
		int[] load = new int[this.workers.size()];
		this.tasks.values().forEach((task) -> load[task.worker()]++);
		int least = 0;
		for (int i = 1; i < load.length; i++) {
			if (load[i] < load[least]) {
				least = i;
			}
		}
		return least;
	}

	@Override
	public List<CompletableFuture<Void>> close(Collection<Task> closed, boolean commit) {
		Map<Integer, List<Task>> byWorker = new HashMap<>();
		for (Task task : closed) {
			this.tasks.remove(task.id(), task);
			task.inputs().forEach((input) -> this.byPartition.remove(input.topicPartition(), task));
			// Where it is may change while this is decided: so tell everybody who could
			// have it.
			restorer().cancel(task);
			byWorker.computeIfAbsent(task.worker(), (worker) -> new ArrayList<>()).add(task);
		}
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		byWorker.forEach((worker, own) -> {
			List<Task> running = new ArrayList<>();
			for (Task task : own) {
				if (task.state() == TaskState.RUNNING) {
					running.add(task);
				}
				else {
					// It may be on its way to the worker, which closes abandoned tasks;
					// it has
					// nothing to commit that would be worth waiting for.
					task.abandon();
				}
			}
			if (!running.isEmpty()) {
				this.workers.get(worker).close(running, commit);
				running.forEach((task) -> futures.add(task.closed()));
			}
			this.workers.get(worker).wake();
		});
		if (!closed.isEmpty()) {
			logger.info("Gave up %d tasks, %d left: %s".formatted(closed.size(), this.tasks.size(),
					closed.stream().map((task) -> task.id().toString()).toList()));
		}
		changed();
		return futures;
	}

	@Override
	public Collection<Task> all() {
		return List.copyOf(this.tasks.values());
	}

	@Override
	public @Nullable Task taskOf(TopicPartition partition) {
		return this.byPartition.get(partition);
	}

	@Override
	public void ready(Task task, Map<TopicPartition, OffsetAndMetadata> committed) {
		this.workers.get(task.worker()).assign(task, committed);
	}

	@Override
	public void running(Task task) {
		changed();
	}

	@Override
	public void takeOverAgain(Task task) {
		poller().execute(() -> {
			if (this.tasks.get(task.id()) != task) {
				return;
			}
			create(task.id(), task.inputs().stream().map((input) -> input.topicPartition()).toList());
			changed();
		});
	}

	@Override
	public void failed(Throwable cause) {
		this.listener.failed(cause);
	}

	private void changed() {
		// Seen and told in one order, so that the last one to tell has seen the latest.
		synchronized (this.changes) {
			boolean restoring = this.tasks.values().stream().anyMatch((task) -> task.state() != TaskState.RUNNING);
			this.listener.tasksChanged(this.assigned, restoring);
		}
	}

}
