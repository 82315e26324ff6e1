package org.faustspring.boot.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.faustspring.app.FaustApp;
import org.faustspring.app.TaskInfo;
import org.faustspring.app.TaskInfo.RestoreInfo;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one registry's meters of tasks that are being restored. Used by one thread at a
 * time.
 */
class RestoreMeters {

	private final FaustApp app;

	private final MultiGauge done;

	private final MultiGauge total;

	private final MultiGauge rate;

	private final MultiGauge timeLeft;

	RestoreMeters(FaustApp app, MeterRegistry registry) {
		this.app = app;
		this.done = gauge("faust.restore.done", "Changelog offsets that a task has restored", null, registry);
		this.total = gauge("faust.restore.total", "Changelog offsets that a task has to restore", null, registry);
		this.rate = gauge("faust.restore.rate", "Records that a task restores a second", null, registry);
		this.timeLeft = gauge("faust.restore.time.left", "How long it takes until a task is restored, at this rate",
				"seconds", registry);
	}

	private MultiGauge gauge(String name, String description, @Nullable String unit, MeterRegistry registry) {
		return MultiGauge.builder(name)
			.description(description)
			.baseUnit(unit)
			.tag("app", this.app.id())
			.register(registry);
	}

	/**
	 * Register what is being restored now and remove what no longer is.
	 * @param tasks the tasks of this instance
	 */
	void refresh(List<TaskInfo> tasks) {
		List<String> names = tasks.stream()
			.filter((task) -> task.state().equals("RESTORING"))
			.map(TaskInfo::task)
			.toList();
		register(this.done, names, (task) -> task.restoring().stream().mapToLong(RestoreInfo::restored).sum());
		register(this.total, names, (task) -> task.restoring().stream().mapToLong(RestoreInfo::total).sum());
		register(this.rate, names, (task) -> task.restoring().stream().mapToLong(RestoreInfo::recordsPerSecond).sum());
		register(this.timeLeft, names, RestoreMeters::timeLeft);
	}

	private static double timeLeft(TaskInfo task) {
		boolean known = !task.restoring().isEmpty()
				&& task.restoring().stream().allMatch((info) -> info.secondsLeft() >= 0);
		return (known) ? task.restoring().stream().mapToLong(RestoreInfo::secondsLeft).max().orElse(0) : Double.NaN;
	}

	private void register(MultiGauge gauge, List<String> names, ToDoubleFunction<TaskInfo> figure) {
		List<MultiGauge.Row<?>> rows = new ArrayList<>();
		for (String name : names) {
			rows.add(MultiGauge.Row.of(Tags.of("task", name), this.app, (app) -> figure(app, name, figure)));
		}
		gauge.register(rows, true);
	}

	private static double figure(FaustApp app, String name, ToDoubleFunction<TaskInfo> figure) {
		return app.tasks()
			.stream()
			.filter((task) -> task.task().equals(name))
			.mapToDouble(figure)
			.findFirst()
			.orElse(Double.NaN);
	}

}
