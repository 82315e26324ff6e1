package org.faustspring.engine.handler;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

import org.faustspring.annotation.Cron;
import org.faustspring.annotation.Every;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.app.InvalidTimerException;
import org.faustspring.app.TimerInfo;
import org.faustspring.engine.timer.Schedule;
import org.faustspring.engine.timer.TimerDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.scheduling.support.CronExpression;

/**
 * Compiles a bean method with {@code @Every} or {@code @Cron}, and says what is wrong
 * with it if it cannot run. Used at start, by one thread.
 */
public final class TimerCompiler {

	private static final String OFF = "-";

	private final ConfigurableBeanFactory beanFactory;

	/**
	 * Create a compiler.
	 * @param beanFactory resolves placeholders and bean expressions
	 */
	public TimerCompiler(ConfigurableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Compile a timer.
	 * @param bean the bean, or the proxy around it
	 * @param method the method of the bean's class
	 * @param annotation its annotation, an {@link Every} or a {@link Cron}
	 * @param reachableTables names of the tables that the bean can use, asked for if the
	 * timer needs them and names none; {@code null} if that is not known
	 * @return the timer, or {@code null} if it is switched off
	 * @throws InvalidTimerException if it cannot run
	 */
	public @Nullable TimerDefinition compile(Object bean, Method method, Annotation annotation,
			Supplier<@Nullable Set<String>> reachableTables) {
		try {
			return compile(new AgentMethod(bean, method), Attributes.of(annotation), reachableTables);
		}
		catch (InvalidAgentException ex) {
			throw new InvalidTimerException(ex.agent(), ex.problem(), ex.remedy(), ex.getCause());
		}
	}

	private @Nullable TimerDefinition compile(AgentMethod target, Attributes timer,
			Supplier<@Nullable Set<String>> reachableTables) {
		AttributeResolver attributes = new AttributeResolver(this.beanFactory, target);
		String name = attributes.text("name", timer.name());
		name = TopicNames.check(target, "name", (name.isEmpty()) ? target.method().getName() : name);
		TimerInfo.Kind kind = kind(target, timer);
		TimerDefinition.Call call = call(target, kind);
		String value = attributes.text(timer.annotation(), timer.value());
		if (value.equals(OFF)) {
			return null;
		}
		Schedule schedule = (timer.cron()) ? times(target, attributes, timer, value)
				: interval(target, attributes, timer, value);
		return new TimerDefinition(name, target.description(), kind, schedule,
				tables(target, attributes, timer, kind, reachableTables), call);
	}

	private static TimerInfo.Kind kind(AgentMethod target, Attributes timer) {
		if (timer.onLeader() && timer.perTask()) {
			throw target.invalid("%s has onLeader and perTask".formatted(timer.annotation()),
					"Keep one: a timer of tasks runs where each task is.");
		}
		if (timer.perTask()) {
			return TimerInfo.Kind.TASK;
		}
		return (timer.onLeader()) ? TimerInfo.Kind.LEADER : TimerInfo.Kind.INSTANCE;
	}

	private static TimerDefinition.Call call(AgentMethod target, TimerInfo.Kind kind) {
		Method method = target.method();
		if (method.getReturnType() != void.class) {
			throw target.invalid(
					"the method returns %s, which nobody would take".formatted(method.getReturnType().getSimpleName()),
					"Return void.");
		}
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length == 0) {
			MethodHandle handle = target.handle().asType(MethodType.methodType(void.class));
			return (partition) -> {
				handle.invokeExact();
			};
		}
		if (kind == TimerInfo.Kind.TASK && parameters.length == 1 && parameters[0] == int.class) {
			MethodHandle handle = target.handle().asType(MethodType.methodType(void.class, int.class));
			return (partition) -> {
				handle.invokeExact(partition);
			};
		}
		throw target.invalid("the method has parameters that a timer cannot give",
				"Have no parameter; with perTask = true, one int gets the number of the task's partition.");
	}

	private static Schedule times(AgentMethod target, AttributeResolver attributes, Attributes timer, String value) {
		String zone = attributes.text("zone", timer.zone());
		try {
			return new Schedule.Times(CronExpression.parse(value),
					(zone.isEmpty()) ? ZoneId.systemDefault() : ZoneId.of(zone));
		}
		catch (DateTimeException ex) {
			throw target.invalid("zone = \"%s\" is not a time zone".formatted(zone),
					"Name one as Java does, such as Europe/Berlin or UTC.", ex);
		}
		catch (IllegalArgumentException ex) {
			throw target.invalid("@Cron(\"%s\") is not a cron expression: %s".formatted(value, ex.getMessage()),
					"Give second, minute, hour, day of month, month and day of week, such as 0 0 3 * * *.", ex);
		}
	}

	private static Schedule interval(AgentMethod target, AttributeResolver attributes, Attributes timer, String value) {
		Duration interval = attributes.duration("@Every", value);
		String delay = attributes.text("initialDelay", timer.initialDelay());
		if (delay.isEmpty()) {
			return new Schedule.Interval(interval, interval);
		}
		try {
			Duration initialDelay = DurationFormatterUtils.detectAndParse(delay);
			if (!initialDelay.isNegative()) {
				return new Schedule.Interval(interval, initialDelay);
			}
		}
		catch (IllegalArgumentException ex) {
			throw target.invalid("initialDelay = \"%s\" is not a duration".formatted(delay),
					"Write a number and a unit, such as 0s or 500ms, or ISO-8601, such as PT5S.", ex);
		}
		throw target.invalid("initialDelay = \"%s\" is negative".formatted(delay), "Give a delay of 0s or more.");
	}

	private static Set<String> tables(AgentMethod target, AttributeResolver attributes, Attributes timer,
			TimerInfo.Kind kind, Supplier<@Nullable Set<String>> reachableTables) {
		if (kind != TimerInfo.Kind.TASK) {
			if (timer.tables().length > 0) {
				throw target.invalid("%s has tables, but not perTask".formatted(timer.annotation()),
						"Set perTask = true to be called by each task that holds them, or remove the tables.");
			}
			return Set.of();
		}
		if (timer.tables().length > 0) {
			return new LinkedHashSet<>(attributes.names("tables", timer.tables()));
		}
		Set<String> reachable = reachableTables.get();
		if (reachable == null || reachable.isEmpty()) {
			throw target.invalid(
					"%s has perTask, but it is not known which tables the method uses".formatted(timer.annotation()),
					"Inject a table into the bean, or name tables = \"...\".");
		}
		return reachable;
	}

	/**
	 * What the two annotations have in common.
	 */
	private record Attributes(String annotation, boolean cron, String value, String initialDelay, String zone,
			boolean onLeader, boolean perTask, String[] tables, String name) {

		static Attributes of(Annotation annotation) {
			if (annotation instanceof Cron cron) {
				return new Attributes("@Cron", true, cron.value(), "", cron.zone(), cron.onLeader(), cron.perTask(),
						cron.tables(), cron.name());
			}
			Every every = (Every) annotation;
			return new Attributes("@Every", false, every.value(), every.initialDelay(), "", every.onLeader(),
					every.perTask(), every.tables(), every.name());
		}

	}

}
