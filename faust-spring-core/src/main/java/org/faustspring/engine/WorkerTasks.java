package org.faustspring.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Holds the tasks that a worker runs, in the order of their turns, and has their inputs
 * read. Belongs to the worker's thread.
 */
final class WorkerTasks implements Iterable<Task> {

	private final Map<TaskId, Task> tasks = new LinkedHashMap<>();

	private final InputReader reader;

	/**
	 * Create the tasks of a worker: there are none.
	 * @param reader reads their inputs
	 */
	WorkerTasks(InputReader reader) {
		this.reader = reader;
	}

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
	 * Add a task, whose turn is the last. It is read from where it is committed.
	 * @param task the task, started
	 */
	void add(Task task) {
		this.tasks.put(task.id(), task);
		Map<Input, Long> positions = new HashMap<>();
		task.inputs().forEach((input) -> positions.put(input, input.committedPosition()));
		this.reader.add(positions);
	}

	/**
	 * Go on reading elsewhere.
	 * @param positions offset by input
	 */
	void seek(Map<Input, Long> positions) {
		this.reader.seek(positions);
	}

	/**
	 * Return the task that reads an input.
	 * @param input the input
	 * @return the task, or {@code null} if it is not run any more
	 */
	@Nullable Task taskOf(Input input) {
		for (Task task : this.tasks.values()) {
			if (task.input(input.topicPartition()) == input) {
				return task;
			}
		}
		return null;
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
		if (this.tasks.remove(task.id(), task)) {
			this.reader.remove(task.inputs());
		}
		task.close();
	}

	/**
	 * Close every task.
	 */
	void closeAll() {
		List<Task> closing = List.copyOf(this.tasks.values());
		this.tasks.clear();
		this.reader.remove(closing.stream().flatMap((task) -> task.inputs().stream()).toList());
		closing.forEach(Task::close);
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
