package org.faustspring.torture.weave;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailPoint}.
 */
class FailPointTests {

	@ParameterizedTest
	@EnumSource
	void engineHasItsPlace(FailPoint point) throws ClassNotFoundException {
		Class<?> type = Class.forName(point.type(), false, getClass().getClassLoader());

		assertThat(Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> !Modifier.isStatic(method.getModifiers()))
			.map(Method::getName)).contains(point.method());
	}

}
