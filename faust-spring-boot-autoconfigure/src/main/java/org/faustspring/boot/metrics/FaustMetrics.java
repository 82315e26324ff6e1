package org.faustspring.boot.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;

import org.springframework.context.ApplicationListener;

/**
 * {@link MeterBinder} for the figures of the App. All are read when a registry asks; none
 * costs anything while events are processed. Each has the tag {@code app}, the App's id.
 * <p>
 * Of agents, tagged {@code agent} and {@code topic}:
 * <ul>
 * <li>{@code faust.agent.events} (counter): events processed</li>
 * <li>{@code faust.agent.errors} (counter): handler calls that threw</li>
 * <li>{@code faust.agent.undeserializable} (counter): messages that did not
 * deserialize</li>
 * <li>{@code faust.agent.dead.lettered} (counter): messages sent to the dead-letter
 * topic</li>
 * <li>{@code faust.agent.skipped} (counter): messages skipped by policy</li>
 * <li>{@code faust.agent.handler} (timer): time in handlers, counted once an event
 * processed and once a call that threw</li>
 * </ul>
 * Of what is read, tagged {@code topic} and {@code partition}, for the partitions that
 * this instance has:
 * <ul>
 * <li>{@code faust.lag} (gauge): messages not yet read; NaN while not known</li>
 * </ul>
 * Of tasks that are being restored, tagged {@code task}:
 * <ul>
 * <li>{@code faust.restore.done} (gauge): changelog offsets restored</li>
 * <li>{@code faust.restore.total} (gauge): changelog offsets to restore</li>
 * <li>{@code faust.restore.rate} (gauge): records restored a second</li>
 * <li>{@code faust.restore.time.left} (gauge, seconds): how long it takes at this rate;
 * NaN while not known</li>
 * </ul>
 * Of channels, tagged {@code channel}:
 * <ul>
 * <li>{@code faust.channel.size} (gauge): messages that wait or are being processed,
 * counted once a subscriber</li>
 * </ul>
 * Of timers, tagged {@code timer}:
 * <ul>
 * <li>{@code faust.timer.runs} (counter): calls that returned</li>
 * <li>{@code faust.timer.errors} (counter): calls that threw</li>
 * </ul>
 * Of the App:
 * <ul>
 * <li>{@code faust.tasks} (gauge), tagged {@code state}: tasks of this instance</li>
 * <li>{@code faust.commit} (timer): commits that succeeded, and time spent in
 * commits</li>
 * <li>{@code faust.commit.failed} (counter): commits that failed</li>
 * <li>{@code faust.overlay.entries} (gauge): table entries waiting for a commit</li>
 * <li>{@code faust.overlay.bytes} (gauge, bytes): their estimated size</li>
 * <li>{@code faust.restore.remaining} (gauge): changelog offsets still to restore</li>
 * <li>{@code faust.restore.records} (counter): changelog records restored</li>
 * <li>{@code faust.tables.repaired} (counter): keys written again after an interrupted
 * commit</li>
 * <li>{@code faust.tables.tails.applied} (counter): interrupted commits too old to be
 * undone</li>
 * <li>{@code faust.tables.foreign.writes} (counter): changelog records of another
 * writer</li>
 * <li>{@code faust.tables.native.memory} (gauge, bytes): native memory of the table
 * stores</li>
 * </ul>
 * Agents, topics and partitions are looked for at each change of the App's state. Safe
 * for any thread.
 */
public class FaustMetrics implements MeterBinder, ApplicationListener<AppStateChanged> {

	private final FaustApp app;

	private final List<ChangingMeters> changing = new CopyOnWriteArrayList<>();

	/**
	 * Create the binder.
	 * @param app the App to measure
	 */
	public FaustMetrics(FaustApp app) {
		this.app = app;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		new AppMeters(this.app).bindTo(registry);
		ChangingMeters meters = new ChangingMeters(this.app, registry);
		this.changing.add(meters);
		meters.refresh();
	}

	@Override
	public void onApplicationEvent(AppStateChanged event) {
		if (event.app() == this.app) {
			this.changing.forEach(ChangingMeters::refresh);
		}
	}

}
