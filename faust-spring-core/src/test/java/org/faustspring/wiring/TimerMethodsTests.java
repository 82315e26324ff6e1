package org.faustspring.wiring;

import java.util.List;

import org.faustspring.annotation.Cron;
import org.faustspring.annotation.Every;
import org.faustspring.app.FaustApp;
import org.faustspring.app.InvalidTimerException;
import org.faustspring.app.TimerInfo.Kind;
import org.faustspring.engine.timer.TimerDefinition;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TimerMethods}: timers found in a context, and those that cannot run.
 */
class TimerMethodsTests {

	@Test
	void timersAreFoundWithTheirAttributes() {
		List<TimerDefinition> timers = timers(Timers.class);

		assertThat(timers).extracting(TimerDefinition::name)
			.containsExactlyInAnyOrder("tick", "nightly", "perPartition", "other-name");
		assertThat(timer(timers, "tick").schedule()).hasToString("every PT10S");
		assertThat(timer(timers, "tick").kind()).isEqualTo(Kind.INSTANCE);
		assertThat(timer(timers, "tick").description()).isEqualTo("Timers.tick()");
		assertThat(timer(timers, "nightly").kind()).isEqualTo(Kind.LEADER);
		assertThat(timer(timers, "nightly").schedule()).hasToString("cron 0 0 3 * * * (Europe/Berlin)");
		assertThat(timer(timers, "perPartition").kind()).isEqualTo(Kind.TASK);
		assertThat(timer(timers, "perPartition").tables()).containsExactly("counts");
		assertThat(timer(timers, "other-name").tables()).containsExactly("a", "b");
	}

	@Test
	void callGetsThePartitionAndReachesPackagePrivateMethods() throws Throwable {
		try (AnnotationConfigApplicationContext context = context(Timers.class)) {
			List<TimerDefinition> timers = context.getBean(AgentRegistry.class).timers();

			timer(timers, "tick").call().call(-1);
			timer(timers, "other-name").call().call(3);

			assertThat(context.getBean(Timers.class).calls).isEqualTo(103);
		}
	}

	@Test
	void lazyBeanIsCreatedAndAPrototypeIsRefused() {
		assertThat(timers(LazyTimers.class)).hasSize(1);
		assertThatExceptionOfType(InvalidTimerException.class).isThrownBy(() -> timers(Prototype.class))
			.withMessageContaining("prototype");
	}

	@ParameterizedTest
	@ValueSource(classes = { NoDuration.class, NoCron.class, NoZone.class, Both.class, Returning.class,
			WithParameter.class, PartitionOfNone.class, TablesOfNone.class, NoTable.class, SameName.class,
			Unresolved.class, NegativeDelay.class })
	void timerThatCannotRunFailsTheStartAndSaysWhatToDo(Class<?> type) {
		assertThatExceptionOfType(InvalidTimerException.class).isThrownBy(() -> timers(type))
			.withMessageStartingWith("Timer %s.".formatted(type.getSimpleName()))
			.satisfies((ex) -> assertThat(ex.remedy()).isNotBlank());
	}

	private static TimerDefinition timer(List<TimerDefinition> timers, String name) {
		return timers.stream().filter((timer) -> timer.name().equals(name)).findFirst().orElseThrow();
	}

	private static List<TimerDefinition> timers(Class<?> type) {
		try (AnnotationConfigApplicationContext context = context(type)) {
			return context.getBean(AgentRegistry.class).timers();
		}
	}

	@SuppressWarnings("unchecked")
	private static AnnotationConfigApplicationContext context(Class<?> type) {
		Table<String, Long> counts = mock(Table.class);
		given(counts.name()).willReturn("counts");
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", java.util.Map.of("interval", "10s")));
		context.registerBean(AgentRegistry.class);
		context.registerBean("counts", Table.class, () -> counts);
		context.registerBean(FaustApp.class, () -> mock(FaustApp.class));
		context.registerBean(AgentAnnotationBeanPostProcessor.class,
				() -> new AgentAnnotationBeanPostProcessor(
						context.getBeanProvider(org.faustspring.engine.codec.SerdeResolver.class),
						context.getBeanProvider(org.faustspring.app.FaustSettings.class),
						context.getBeanProvider(AgentRegistry.class)));
		context.register(type);
		context.refresh();
		return context;
	}

	static class Timers {

		int calls;

		Timers(Table<String, Long> counts) {
		}

		@Every("${interval}")
		void tick() {
			this.calls += 100;
		}

		@Cron(value = "0 0 3 * * *", zone = "Europe/Berlin", onLeader = true)
		void nightly() {
		}

		@Every(value = "1s", perTask = true)
		void perPartition() {
		}

		@Every(value = "1s", perTask = true, tables = "a,b", name = "other-name", initialDelay = "0s")
		void named(int partition) {
			this.calls += partition;
		}

		@Cron("${never:-}")
		void switchedOff() {
		}

	}

	@Lazy
	static class LazyTimers {

		@Every("1s")
		void tick() {
		}

	}

	@Scope("prototype")
	static class Prototype {

		@Every("1s")
		void tick() {
		}

	}

	static class NoDuration {

		@Every("soon")
		void tick() {
		}

	}

	static class NoCron {

		@Cron("* * *")
		void tick() {
		}

	}

	static class NoZone {

		@Cron(value = "0 0 3 * * *", zone = "Nowhere/Land")
		void tick() {
		}

	}

	static class Both {

		@Every(value = "1s", onLeader = true, perTask = true)
		void tick() {
		}

	}

	static class Returning {

		@Every("1s")
		int tick() {
			return 1;
		}

	}

	static class WithParameter {

		@Every("1s")
		void tick(String what) {
		}

	}

	static class PartitionOfNone {

		@Every("1s")
		void tick(int partition) {
		}

	}

	static class TablesOfNone {

		@Every(value = "1s", tables = "counts")
		void tick() {
		}

	}

	static class NoTable {

		@Every(value = "1s", perTask = true)
		void tick() {
		}

	}

	static class SameName {

		@Every("1s")
		void tick() {
		}

		@Every(value = "1s", name = "tick")
		void other() {
		}

	}

	static class Unresolved {

		@Every("${there.is.no.such.property}")
		void tick() {
		}

	}

	static class NegativeDelay {

		@Every(value = "1s", initialDelay = "-1s")
		void tick() {
		}

	}

}
