package org.faustspring.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.faustspring.stream.Event;
import org.faustspring.stream.EventStream;
import org.faustspring.stream.Indexed;
import org.faustspring.stream.Item;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the operators of {@link EventStream}.
 */
class OperatorsTests {

	@Test
	void valuesAreMappedFilteredAndLookedAt() throws Exception {
		List<Integer> seen = new ArrayList<>();
		PushedStream stream = new PushedStream((EventStream<Integer> values) -> values.filter((value) -> value % 2 == 0)
			.peek(seen::add)
			.map((value) -> "n" + value)).push(1, 2, 3, 4);

		assertThat(stream.out).containsExactly("n2", "n4");
		assertThat(seen).containsExactly(2, 4);
		assertThat(stream.done).containsExactly(List.of(0L), List.of(1L), List.of(2L), List.of(3L));
	}

	@Test
	void tombstonesReachFunctionsAsNull() throws Exception {
		PushedStream stream = new PushedStream(
				(EventStream<String> values) -> values.map((value) -> (value != null) ? value : "none"))
			.push("a", null);

		assertThat(stream.out).containsExactly("a", "none");
		assertThat(
				new PushedStream((EventStream<String> values) -> values.filter(Objects::nonNull)).push("a", null).out)
			.containsExactly("a");
	}

	@Test
	void oneValueBecomesSeveralOrNone() throws Exception {
		PushedStream stream = new PushedStream(
				(EventStream<Integer> values) -> values.flatMap((value) -> (value > 0) ? List.of(value, -value) : null))
			.push(1, 0, 2);

		assertThat(stream.out).containsExactly(1, -1, 2, -2);
	}

	@Test
	void valuesCarryTheirNumberKeyAndEvent() throws Exception {
		assertThat(new PushedStream((EventStream<String> values) -> values.enumerate()).push("a", "b").out)
			.containsExactly(new Indexed<>(0, "a"), new Indexed<>(1, "b"));
		assertThat(new PushedStream((EventStream<String> values) -> values.items(String.class)).push("a").out)
			.containsExactly(new Item<>("key", "a"));
		List<Object> events = new PushedStream(
				(EventStream<String> values) -> values.map((value) -> value + "!").events())
			.push("a").out;
		assertThat(events).singleElement().isInstanceOfSatisfying(Event.class, (event) -> {
			assertThat(event.value()).isEqualTo("a!");
			assertThat(event.key()).isEqualTo("key");
		});
	}

	@Test
	void listsAreFullOrTheirTimeIsOver() throws Exception {
		PushedStream stream = new PushedStream((EventStream<Integer> values) -> values.take(2, Duration.ofNanos(10)));

		stream.push(1, 2, 3);
		assertThat(stream.out).containsExactly(List.of(1, 2));
		assertThat(stream.done).containsExactly(List.of(0L, 1L));
		stream.at(9);
		assertThat(stream.out).hasSize(1);
		stream.at(10);
		assertThat(stream.out).containsExactly(List.of(1, 2), List.of(3));
		assertThat(stream.done).containsExactly(List.of(0L, 1L), List.of(2L));
	}

	@Test
	void streamEndsBeforeTheValueAndTakesItAgain() throws Exception {
		PushedStream stream = new PushedStream((EventStream<Integer> values) -> values.takeWhile((value) -> value < 3));

		stream.push(1, 3);
		assertThat(stream.out).containsExactly(1);
		assertThat(stream.refused).isTrue();
		assertThat(stream.done).containsExactly(List.of(0L));
		stream.refused = false;
		stream.chain.reopen();
		assertThat(stream.push(2).out).containsExactly(1, 2);
	}

	@Test
	void tokensComeBackAsTimePasses() throws Exception {
		PushedStream stream = new PushedStream(
				(EventStream<Integer> values) -> values.rateLimit(2, Duration.ofNanos(100)));

		stream.push(1);
		assertThat(stream.resting).isZero();
		stream.push(2);
		assertThat(stream.resting).isEqualTo(50);
		stream.now = 1000;
		stream.resting = 0;
		stream.push(3);
		assertThat(stream.resting).isZero();
		assertThat(stream.push(4).resting).isEqualTo(1050);
	}

	@Test
	void branchTakesItsValuesAndTheOthersGoOn() throws Exception {
		List<Object> side = new ArrayList<>();
		PushedStream stream = new PushedStream((EventStream<Integer> values) -> values.branch((value) -> value > 1,
				(large) -> large.map((value) -> value * 10).sink((value, event) -> side.add(value))))
			.push(1, 2, 3);

		assertThat(stream.out).containsExactly(1);
		assertThat(side).containsExactly(20, 30);
	}

	@Test
	void streamIsUsedOnceAndIteratedByLoopsOnly() {
		assertThatIllegalStateException().isThrownBy(() -> new PushedStream((EventStream<Integer> values) -> {
			values.filter((value) -> true);
			return values.map((value) -> value);
		})).withMessageContaining("used twice");
		assertThatIllegalStateException().isThrownBy(() -> new PushedStream((EventStream<Integer> values) -> {
			values.iterator();
			return values;
		})).withMessageContaining("A pipeline is not iterated");
		assertThatIllegalStateException()
			.isThrownBy(() -> new PushedStream((EventStream<Integer> values) -> values.branch((value) -> true,
					(side) -> side.groupBy((value) -> value, "name"))))
			.withMessageContaining("in a branch");
	}

	@Test
	void compositionThatCannotRunSaysWhy() {
		assertThatIllegalStateException()
			.isThrownBy(() -> PushedStream
				.compose((EventStream<Integer> values) -> values.map((value) -> value).groupBy((value) -> value, "x")))
			.withMessageContaining("name the types");
		assertThatIllegalStateException().isThrownBy(() -> PushedStream.compose(
				(EventStream<Integer> values) -> values.take(2, Duration.ofSeconds(1)).groupBy((value) -> value, "x")))
			.withMessageContaining("Group first");
		assertThatIllegalStateException().isThrownBy(() -> PushedStream.compose(
				(EventStream<Integer> values) -> values.groupBy((value) -> value, "x").groupBy((value) -> value, "x")))
			.withMessageContaining("Two groupings are named 'x'");
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> PushedStream.compose((EventStream<Integer> values) -> values.take(0, Duration.ofSeconds(1))))
			.withMessageContaining("at least 1");
	}

	@Test
	void streamIsTakenApartWhereItIsGrouped() {
		Composition composed = PushedStream.compose((EventStream<Integer> values) -> values.filter((value) -> value > 0)
			.groupBy((value) -> value, "first")
			.map((value) -> value * 2)
			.groupBy((value) -> value, "second", Integer.class, Integer.class)
			.take(2, Duration.ofSeconds(1)));

		assertThat(composed.segments()).hasSize(3);
		assertThat(composed.segments().get(0).exit()).satisfies((exit) -> {
			assertThat(Objects.requireNonNull(exit).name()).isEqualTo("first");
			assertThat(exit.valueSerializer()).isNull();
		});
		assertThat(composed.segments().get(1).exit())
			.satisfies((exit) -> assertThat(Objects.requireNonNull(exit).valueSerializer()).isNotNull());
		assertThat(composed.segments().get(2).keepsBack()).isTrue();
	}

}
