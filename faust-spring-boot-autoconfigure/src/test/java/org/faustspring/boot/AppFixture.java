package org.faustspring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.faustspring.agent.AgentFigures;
import org.faustspring.agent.AgentHandle;
import org.faustspring.agent.AgentState;
import org.faustspring.app.AppFigures;
import org.faustspring.app.AppState;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustApp;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.app.OffsetReset;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.app.StandbyInfo;
import org.faustspring.app.TableInfo;
import org.faustspring.app.TaskInfo;
import org.faustspring.app.TimerInfo;
import org.faustspring.channel.Channel;
import org.faustspring.table.StoreKind;
import org.faustspring.table.Table;
import org.faustspring.table.TableInspection;
import org.mockito.Mockito;

import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

/**
 * A mocked App with one agent, one table, one channel and one task.
 */
public final class AppFixture {

	public final FaustApp app = mock(FaustApp.class);

	public final AgentHandle agent = mock(AgentHandle.class);

	public final Channel<?> channel = mock(Channel.class);

	public final Table<?, ?> table = mock(Table.class, withSettings().extraInterfaces(TableInspection.class));

	public AppFixture() {
		stub();
	}

	/**
	 * Forget what a test has changed.
	 */
	public void reset() {
		Mockito.reset(this.app, this.agent, this.channel, this.table);
		stub();
	}

	private void stub() {
		given(this.app.id()).willReturn("flights");
		given(this.app.instanceId()).willReturn("a1");
		given(this.app.settings()).willReturn(settings());
		given(this.app.agents()).willReturn(List.of(this.agent));
		given(this.app.agent("delays")).willReturn(this.agent);
		given(this.app.taskOwners()).willReturn(Map.of("http://a:8080", List.of("0-0"), "b2", List.of("0-1")));
		given(this.app.figures()).willReturn(new AppFigures(10, 2, 3_000_000_000L, 4, 5, 6, 7, 8, 9, 11, 12, 13));
		given(this.app.standbys()).willReturn(List.of(new StandbyInfo("0-1", 14, false)));
		willReturn(List.of(this.table)).given(this.app).tables();
		given(this.app.tableInfos()).willReturn(List.of(new TableInfo("counts", "java.lang.String", "java.lang.Long",
				StoreKind.ROCKSDB, "flights-counts-changelog", List.of(0), 42, List.of())));
		given(this.app.timers()).willReturn(List.of(new TimerInfo("nightly", TimerInfo.Kind.LEADER, "every PT1H",
				"Jobs.nightly()", List.of(), 7, 1, null, "no good", List.of())));
		willReturn(List.of(this.channel)).given(this.app).channels();
		given(this.channel.name()).willReturn("dashboard");
		willReturn(String.class).given(this.channel).type();
		given(this.channel.size()).willReturn(13);
		given(this.channel.capacity()).willReturn(100);
		given(this.channel.subscribers()).willReturn(1);
		given(this.table.name()).willReturn("counts");
		given(this.agent.name()).willReturn("delays");
		given(this.agent.topics()).willReturn(List.of("flights"));
		given(this.agent.handler()).willReturn("FlightAgents.onFlight");
		given(this.agent.concurrency()).willReturn(1);
		given(this.agent.figures()).willReturn(List.of(new AgentFigures("flights", 100, 5, 4, 3, 2, 2_100_000_000L)));
		agentIs(AgentState.RUNNING);
		stateIs(AppState.RUNNING);
		lagIs(17);
	}

	public TableInspection inspection() {
		return (TableInspection) this.table;
	}

	public void stateIs(AppState state) {
		given(this.app.state()).willReturn(state);
	}

	public void agentIs(AgentState state) {
		given(this.agent.state()).willReturn(state);
	}

	public void lagIs(long lag) {
		tasksAre(new TaskInfo("0-0", "RUNNING", 0, List.of("flights-0"), Map.of("flights-0", lag), List.of()));
	}

	public void tasksAre(TaskInfo... tasks) {
		given(this.app.tasks()).willReturn(List.of(tasks));
	}

	public AppStateChanged change(AppState from, AppState to) {
		stateIs(to);
		return new AppStateChanged(this.app, from, to, null);
	}

	private static FaustSettings settings() {
		return new FaustSettings("flights", ProcessingGuarantee.AT_LEAST_ONCE, 2, Duration.ofSeconds(1),
				Duration.ofSeconds(1), Path.of("state"), null, OffsetReset.EARLIEST, Duration.ofSeconds(30),
				Duration.ofSeconds(20), false, new FaustSettings.Topics(true, 4, (short) -1, Map.of()),
				new FaustSettings.Tables(1024, 1024, 0, MisroutedKeys.WARN, Map.of(), Duration.ofMinutes(15)),
				new FaustSettings.Agents("one-for-one", 10, Duration.ofMinutes(1), Duration.ofMillis(500),
						Duration.ofSeconds(30), Duration.ZERO, 0, Duration.ofSeconds(10), Duration.ofMinutes(5),
						Duration.ofMinutes(1)),
				new FaustSettings.Errors(DeserializationErrorPolicy.DEAD_LETTER, HandlerErrorPolicy.DEAD_LETTER, null,
						3, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ZERO, List.of()),
				new FaustSettings.Calls(Duration.ofSeconds(30)));
	}

}
