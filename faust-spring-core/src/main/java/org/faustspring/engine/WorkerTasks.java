package org.faustspring.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.task.Task;

/**
 * Holds the tasks that a worker runs, in the order of their turns. Belongs to the
 * worker's thread.
 */
final class WorkerTasks implements Iterable<Task> {

	private final Map<TaskId, Task> tasks = new LinkedHashMap<>();

	@Override
	public Iterator<Task> iterator() {
		return this.tasks.values().iterator();
	}

	/**
	 * Return the number of tasks.
	 * @return the number
	 */
	int size() {
		return this.tasks.size();
	}

	/**
	 * Add a task, whose turn is the last.
	 * @param task the task, started
	 */
	void add(Task task) {
		this.tasks.put(task.id(), task);
	}

	/**
	 * Tell whether this very task is run.
	 * @param task the task
	 * @return whether it is
	 */
	boolean contains(Task task) {
		return this.tasks.containsValue(task);
	}

	/**
	 * Close a task, and run it no more if it was run.
	 * @param task the task
	 */
	void close(Task task) {
		this.tasks.remove(task.id(), task);
		task.close();
	}

	/**
	 * Close every task.
	 */
	void closeAll() {
		this.tasks.values().forEach(Task::close);
		this.tasks.clear();
	}

	/**
	 * Return the tasks that are not this instance's any more.
	 * @return the tasks, a copy
	 */
	List<Task> abandoned() {
		List<Task> abandoned = new ArrayList<>();
		for (Task task : this.tasks.values()) {
			if (task.abandoned()) {
				abandoned.add(task);
			}
		}
		return abandoned;
	}

	/**
	 * Return the tasks that have anything to commit.
	 * @return the tasks, a copy
	 */
	List<Task> dirty() {
		List<Task> dirty = new ArrayList<>();
		for (Task task : this.tasks.values()) {
			if (task.dirty()) {
				dirty.add(task);
			}
		}
		return dirty;
	}

	/**
	 * Let the others have their turn first. Not within an iteration that goes on.
	 * @param served the tasks that had their turn
	 */
	void serveLast(Collection<Task> served) {
		if (served.size() == this.tasks.size()) {
			return;
		}
		served.forEach((task) -> {
			this.tasks.remove(task.id());
			this.tasks.put(task.id(), task);
		});
	}

}
