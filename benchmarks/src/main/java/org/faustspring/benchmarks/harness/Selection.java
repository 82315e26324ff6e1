package org.faustspring.benchmarks.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.faustspring.benchmarks.engine.EngineKind;
import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;

/**
 * Which runs to do: those that fit at least one pattern. A pattern is names of a case, an
 * engine and a guarantee with slashes between them, in any order and number; what it does
 * not name is the usual ones. Immutable.
 */
public final class Selection {

	private static final Set<Case> USUAL_CASES = EnumSet.of(Case.STATELESS_FORWARD, Case.JSON_FORWARD,
			Case.STATEFUL_COUNT, Case.STATEFUL_COUNT_PER_COMMIT, Case.JSON_TOTALS, Case.GROUP_BY, Case.SLOW_HANDLER);

	private static final Set<EngineKind> USUAL_ENGINES = EnumSet.complementOf(EnumSet.of(EngineKind.FAUST_SPRING_BATCH,
			EngineKind.FAUST_SPRING_LOOP, EngineKind.FAUST_SPRING_PIPELINE, EngineKind.FAUST_SPRING_LANES));

	private final List<Pattern> patterns;

	private Selection(List<Pattern> patterns) {
		this.patterns = patterns;
	}

	/**
	 * Read patterns.
	 * @param patterns the patterns, none for all usual runs
	 * @return the selection
	 * @throws IllegalArgumentException for a name that is nothing's
	 */
	public static Selection of(List<String> patterns) {
		return new Selection(
				(patterns.isEmpty()) ? List.of(Pattern.USUAL) : patterns.stream().map(Pattern::of).toList());
	}

	/**
	 * List the runs: engines alternate within a case, so that whatever slows the machine
	 * down slows all of them, and each round begins with another one, so that none is
	 * always the first or always after the same one.
	 * @param rounds how often to do each
	 * @return the runs, in order
	 */
	public List<RunSpec> runs(int rounds) {
		List<RunSpec> runs = new ArrayList<>();
		for (Case work : Case.values()) {
			for (Guarantee guarantee : Guarantee.values()) {
				List<EngineKind> engines = engines(work, guarantee);
				for (int round = 1; round <= rounds; round++) {
					for (EngineKind engine : engines) {
						runs.add(new RunSpec(work, engine, guarantee, round));
					}
					Collections.rotate(engines, -1);
				}
			}
		}
		return runs;
	}

	private List<EngineKind> engines(Case work, Guarantee guarantee) {
		return Arrays.stream(EngineKind.values())
			.filter((engine) -> engine.supports(work, guarantee) && fits(work, engine, guarantee))
			.collect(Collectors.toCollection(ArrayList::new));
	}

	private boolean fits(Case work, EngineKind engine, Guarantee guarantee) {
		return this.patterns.stream()
			.anyMatch((pattern) -> pattern.cases.contains(work) && pattern.engines.contains(engine)
					&& pattern.guarantees.contains(guarantee)
					&& (pattern.engines != USUAL_ENGINES || usual(work, engine)));
	}

	/** A thread that waits for each event needs minutes for what is known before. */
	private static boolean usual(Case work, EngineKind engine) {
		return work != Case.SLOW_HANDLER || engine != EngineKind.KAFKA_LISTENER_RECORD;
	}

	private record Pattern(Set<Case> cases, Set<EngineKind> engines, Set<Guarantee> guarantees) {

		static final Pattern USUAL = new Pattern(USUAL_CASES, USUAL_ENGINES, EnumSet.allOf(Guarantee.class));

		static Pattern of(String text) {
			Set<Case> cases = EnumSet.noneOf(Case.class);
			Set<EngineKind> engines = EnumSet.noneOf(EngineKind.class);
			Set<Guarantee> guarantees = EnumSet.noneOf(Guarantee.class);
			for (String name : text.trim().split("/")) {
				boolean known = add(cases, Case.values(), name) | add(engines, EngineKind.values(), name)
						| add(guarantees, Guarantee.values(), name);
				if (!known) {
					throw new IllegalArgumentException(
							"'%s' is no case, engine or guarantee. There are: %s".formatted(name, names()));
				}
			}
			return new Pattern((cases.isEmpty()) ? USUAL_CASES : cases, (engines.isEmpty()) ? USUAL_ENGINES : engines,
					(guarantees.isEmpty()) ? EnumSet.allOf(Guarantee.class) : guarantees);
		}

		private static <T> boolean add(Set<T> chosen, T[] all, String name) {
			return Arrays.stream(all).filter((one) -> one.toString().equals(name)).peek(chosen::add).count() > 0;
		}

		private static String names() {
			return Stream.of(Case.values(), EngineKind.values(), Guarantee.values())
				.flatMap(Arrays::stream)
				.map(Object::toString)
				.collect(Collectors.joining(", "));
		}

	}

}
