package org.faustspring.engine;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.faustspring.app.InvalidTimerException;
import org.faustspring.engine.table.EngineTable;
import org.faustspring.engine.timer.EngineTimer;
import org.faustspring.engine.timer.TimerDefinition;
import org.faustspring.engine.topology.Topology;

/**
 * Checks that there are tasks that hold the tables of timers. Used once at start.
 */
final class TimerTables {

	private TimerTables() {
	}

	/**
	 * Check.
	 * @param timers timers that tasks call
	 * @param tables all tables
	 * @param topology which tables go together
	 * @throws InvalidTimerException if no task can hold all tables of a timer
	 */
	static void check(List<EngineTimer> timers, List<EngineTable<?, ?>> tables, Topology topology) {
		Set<String> known = tables.stream().map(EngineTable::name).collect(Collectors.toCollection(TreeSet::new));
		for (EngineTimer timer : timers) {
			TimerDefinition definition = timer.definition();
			Set<String> groups = new TreeSet<>();
			for (String table : definition.tables()) {
				if (!known.contains(table)) {
					throw new InvalidTimerException(definition.description(),
							"there is no table '%s' in the App".formatted(table),
							(known.isEmpty()) ? "Declare it by FaustApp.table(...)"
									: "Name one of: %s".formatted(String.join(", ", known)),
							null);
				}
				String group = topology.groupOfTable(table);
				if (group == null) {
					throw new InvalidTimerException(definition.description(),
							"no task holds table '%s', since no agent can use it".formatted(table),
							"Use the table in an agent: tables are partitioned like their agents' topics", null);
				}
				groups.add(group);
			}
			if (groups.size() > 1) {
				throw new InvalidTimerException(definition.description(),
						"no task holds all of the tables %s, since they are not partitioned together"
							.formatted(definition.tables()),
						"Name those that the method uses in tables = \"...\", and make it several timers if they go with different topics",
						null);
			}
		}
	}

}
