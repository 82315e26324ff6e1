package org.faustspring.boot.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.faustspring.app.AppFigures;
import org.faustspring.app.FaustApp;
import org.faustspring.app.StandbyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters that exist once an App.
 */
class AppMeters implements MeterBinder {

	private final FaustApp app;

	AppMeters(FaustApp app) {
		this.app = app;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionTimer
			.builder("faust.commit", this.app, figure(AppFigures::commits), total(AppFigures::commitNanos),
					TimeUnit.NANOSECONDS)
			.description("Commits that succeeded, and time spent in commits")
			.tag("app", this.app.id())
			.register(registry);
		counter("faust.commit.failed", "Commits that failed", AppFigures::failedCommits, registry);
		gauge("faust.overlay.entries", "Table entries waiting for a commit", null, AppFigures::overlayEntries,
				registry);
		gauge("faust.overlay.bytes", "Estimated size of the table entries waiting for a commit", BaseUnits.BYTES,
				AppFigures::overlayBytes, registry);
		gauge("faust.restore.remaining", "Changelog offsets still to restore", null, AppFigures::restoreRemaining,
				registry);
		counter("faust.restore.records", "Changelog records restored", AppFigures::restored, registry);
		counter("faust.tables.repaired", "Table keys written again after an interrupted commit", AppFigures::repaired,
				registry);
		counter("faust.tables.tails.applied", "Interrupted commits too old to be undone", AppFigures::tailsApplied,
				registry);
		counter("faust.tables.foreign.writes", "Changelog records of another writer", AppFigures::foreignWrites,
				registry);
		gauge("faust.tables.native.memory", "Native memory of the table stores", BaseUnits.BYTES,
				AppFigures::nativeMemoryBytes, registry);
		counter("faust.standby.records", "Changelog records that standby copies have taken", AppFigures::standbyRecords,
				registry);
		standbys("faust.standby.tasks", "Standby copies of other instances' tasks", (standbys) -> standbys.count(),
				registry);
		standbys("faust.standby.lag", "Changelog offsets that standby copies are behind",
				(standbys) -> standbys.mapToLong((standby) -> Math.max(0, standby.lag())).sum(), registry);
		tasks("RESTORING", registry);
		tasks("RUNNING", registry);
		tasks("CLOSED", registry);
	}

	private void tasks(String state, MeterRegistry registry) {
		Gauge
			.builder("faust.tasks", this.app,
					(app) -> app.tasks().stream().filter((task) -> task.state().equals(state)).count())
			.description("Tasks of this instance")
			.tag("app", this.app.id())
			.tag("state", state)
			.register(registry);
	}

	private void standbys(String name, String description, ToLongFunction<Stream<StandbyInfo>> figure,
			MeterRegistry registry) {
		Gauge.builder(name, this.app, (app) -> figure.applyAsLong(app.standbys().stream()))
			.description(description)
			.tag("app", this.app.id())
			.register(registry);
	}

	private void counter(String name, String description, ToLongFunction<AppFigures> figure, MeterRegistry registry) {
		FunctionCounter.builder(name, this.app, total(figure))
			.description(description)
			.tag("app", this.app.id())
			.register(registry);
	}

	private void gauge(String name, String description, @Nullable String unit, ToLongFunction<AppFigures> figure,
			MeterRegistry registry) {
		Gauge.builder(name, this.app, total(figure))
			.description(description)
			.baseUnit(unit)
			.tag("app", this.app.id())
			.register(registry);
	}

	private ToLongFunction<FaustApp> figure(ToLongFunction<AppFigures> figure) {
		return (app) -> figure.applyAsLong(app.figures());
	}

	private ToDoubleFunction<FaustApp> total(ToLongFunction<AppFigures> figure) {
		return (app) -> figure.applyAsLong(app.figures());
	}

}
