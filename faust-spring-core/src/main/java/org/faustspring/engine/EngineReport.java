package org.faustspring.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.faustspring.app.AppFigures;
import org.faustspring.app.StandbyInfo;
import org.faustspring.app.TaskInfo;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.commit.CommitFigures;
import org.faustspring.engine.restore.Restorer;
import org.faustspring.engine.standby.Standbys;
import org.faustspring.engine.task.Task;
import org.faustspring.table.store.TableStores;

/**
 * Tells operators what an engine is doing. Any thread.
 */
public final class EngineReport {

	private final TaskDirectory tasks;

	private final Restorer restorer;

	private final List<WorkerThread> workers;

	private final TableStores stores;

	private final GroupContext group;

	private final CommitFigures figures;

	private final Standbys standbys;

	EngineReport(TaskDirectory tasks, Restorer restorer, Collection<WorkerThread> workers, TableStores stores,
			GroupContext group, CommitFigures figures, Standbys standbys) {
		this.standbys = standbys;
		this.tasks = tasks;
		this.restorer = restorer;
		this.workers = List.copyOf(workers);
		this.stores = stores;
		this.group = group;
		this.figures = figures;
	}

	/**
	 * Return the tasks of this instance.
	 * @return a line a task
	 */
	public List<TaskInfo> tasks() {
		List<TaskInfo> infos = new ArrayList<>();
		for (Task task : this.tasks.all()) {
			Map<String, Long> lag = new TreeMap<>();
			task.inputs().forEach((input) -> lag.put(input.topicPartition().toString(), input.lag()));
			infos.add(new TaskInfo(task.id().toString(), task.state().name(), task.worker(),
					task.inputs().stream().map((input) -> input.topicPartition().toString()).toList(), lag,
					this.restorer.progress(task)));
		}
		return infos;
	}

	/**
	 * Return the copies of other instances' tasks.
	 * @return a line a copy
	 */
	public List<StandbyInfo> standbys() {
		return this.standbys.infos();
	}

	/**
	 * Return where the group's tasks are.
	 * @return task names by instance
	 */
	public Map<String, List<String>> owners() {
		Map<String, List<String>> byInstance = new TreeMap<>();
		this.group.owners()
			.all()
			.forEach((instance, owned) -> byInstance.put(
					(instance.url() != null) ? instance.url() : instance.instanceId(),
					owned.stream().sorted().map(TaskId::toString).toList()));
		return byInstance;
	}

	/**
	 * Return figures of commits and stores.
	 * @return the figures
	 */
	public AppFigures figures() {
		return new AppFigures(this.figures.commits.sum(), this.figures.failures.sum(), this.figures.nanos.sum(),
				this.workers.stream().mapToLong((worker) -> worker.worker().dirtyEntries()).sum(),
				this.workers.stream().mapToLong((worker) -> worker.worker().dirtyBytes()).sum(),
				this.stores.nativeMemoryBytes(), this.restorer.remaining(), this.figures.restored.sum(),
				this.figures.repaired.sum(), this.figures.tailsApplied.sum(), this.figures.foreignWrites.sum(),
				this.standbys.records());
	}

}
