package org.faustspring.torture.weave;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.List;

import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Weaves fail points and a clock that can jump into the engine's classes as they are
 * loaded, so that the engine itself has neither.
 */
public final class Weaver {

	/** Whoever asks for the time is in one of these. */
	private static final String[] CLOCKED = { "org.faustspring.engine.commit.", "org.faustspring.engine.restore." };

	private Weaver() {
	}

	/**
	 * Weave. Before any class of the engine is loaded.
	 */
	public static void weave() {
		String armed = System.getProperty(FailPoints.PROPERTY);
		if (armed != null) {
			FailPoints.arm(armed);
		}
		AgentBuilder builder = new AgentBuilder.Default().disableClassFormatChanges()
			.with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly());
		List<String> types = Arrays.stream(FailPoint.values()).map(FailPoint::type).distinct().toList();
		builder
			.type(ElementMatchers.<TypeDescription>nameStartsWith(CLOCKED[0])
				.or(ElementMatchers.nameStartsWith(CLOCKED[1]))
				// Nothing of theirs asks for the time, and Byte Buddy trips over some
				.and(ElementMatchers.not(ElementMatchers.isRecord()))
				.and(ElementMatchers.not(ElementMatchers.isInterface()))
				.or(ElementMatchers.namedOneOf(types.toArray(String[]::new))))
			.transform((type, description, loader, module, domain) -> woven(type, description.getName()))
			.installOn(ByteBuddyAgent.install());
	}

	private static DynamicType.Builder<?> woven(DynamicType.Builder<?> builder, String type) {
		DynamicType.Builder<?> woven = builder;
		if (Arrays.stream(CLOCKED).anyMatch(type::startsWith)) {
			woven = woven.visit(MemberSubstitution.relaxed()
				.method(ElementMatchers.named("currentTimeMillis").and(ElementMatchers.isDeclaredBy(System.class)))
				.replaceWith(clock())
				.on(ElementMatchers.any()));
		}
		for (FailPoint point : FailPoint.values()) {
			if (point.type().equals(type)) {
				woven = woven.visit(Advice.withCustomMapping()
					.bind(Point.class, point.name())
					.to((point.side() == FailPoint.Side.ENTER) ? Enter.class : Exit.class)
					.on(ElementMatchers.named(point.method()).and(ElementMatchers.not(ElementMatchers.isStatic()))));
			}
		}
		return woven;
	}

	private static java.lang.reflect.Method clock() {
		try {
			return TortureClock.class.getMethod("currentTimeMillis");
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Marks where a fail point's name goes.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	public @interface Point {

	}

	/**
	 * Inlined before a method.
	 */
	public static final class Enter {

		private Enter() {
		}

		@Advice.OnMethodEnter
		static void enter(@Point String point) {
			FailPoints.hit(point);
		}

	}

	/**
	 * Inlined after a method that returned.
	 */
	public static final class Exit {

		private Exit() {
		}

		@Advice.OnMethodExit
		static void exit(@Point String point) {
			FailPoints.hit(point);
		}

	}

}
