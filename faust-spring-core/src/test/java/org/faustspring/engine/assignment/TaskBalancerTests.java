package org.faustspring.engine.assignment;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the size of group {@link TaskBalancer} has to handle.
 */
class TaskBalancerTests {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@ValueSource(ints = { 1, 20, 200, 1000, 10_000 })
	void tenThousandTasksAndAHundredMembersTakeLessThanASecond(int groups) {
		List<String> members = TaskBalancerProperties.names(100);
		Map<TaskId, Collection<String>> tasks = TaskBalancerProperties
			.tasks(Collections.nCopies(groups, 10_000 / groups), members);
		List<String> more = TaskBalancerProperties.names(101);
		Map<TaskId, Collection<String>> sameTasks = new TreeMap<>(tasks);
		sameTasks.replaceAll((task, eligible) -> more);

		Map<TaskId, String> first = timed("first", members, tasks, Map.of());
		timed("one more", more, sameTasks, first);
		Random random = new Random(7);
		Map<TaskId, String> scattered = new TreeMap<>(first);
		scattered.replaceAll((task, owner) -> members.get(random.nextInt(random.nextInt(100) + 1)));
		timed("scattered", members, tasks, scattered);
		Map<TaskId, Collection<String>> mixed = new TreeMap<>(tasks);
		mixed.replaceAll((task, eligible) -> (task.partition() % 2 == 0) ? members : members.subList(0, 30));
		timed("mixed", members, mixed, scattered);
	}

	private static Map<TaskId, String> timed(String name, List<String> members, Map<TaskId, Collection<String>> tasks,
			Map<TaskId, String> owners) {
		// The thread's own time, since others run on the same cores; and not the first
		// run's,
		// which is mostly the compiler's.
		Duration best = Duration.ofDays(1);
		Map<String, SortedSet<TaskId>> result = Collections.emptyMap();
		for (int i = 0; i < 3; i++) {
			long start = THREADS.getCurrentThreadCpuTime();
			result = TaskBalancer.assign(members, tasks, owners);
			Duration time = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - start);
			best = (time.compareTo(best) < 0) ? time : best;
		}

		assertThat(best).as(name).isLessThan(Duration.ofSeconds(1));
		return TaskBalancerProperties.ownersOf(result);
	}

}
