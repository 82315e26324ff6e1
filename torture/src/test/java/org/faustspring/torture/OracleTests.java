package org.faustspring.torture;

import org.faustspring.torture.app.Act;
import org.faustspring.torture.app.Balance;
import org.faustspring.torture.app.Chain;
import org.faustspring.torture.app.Movement;
import org.faustspring.torture.app.TortureTopics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the oracle notices: a judge that lets everything pass is worth nothing.
 */
class OracleTests {

	private final Oracle oracle = new Oracle();

	private final Movement first = movement(1, Act.NONE);

	private final Movement failing = movement(2, Act.THROW);

	private final Movement silent = movement(3, Act.NULL);

	private final Movement last = movement(4, Act.NONE);

	OracleTests() {
		for (Movement movement : new Movement[] { this.first, this.failing, this.silent, this.last }) {
			this.oracle.add(new Fed(TortureTopics.ORDERS, 2, "a1", "value " + movement.n(), movement));
		}
	}

	private static Movement movement(long n, Act act) {
		return new Movement("a1", n, "p1", 2, 10 * n, act);
	}

	private static Balance balance(Movement... movements) {
		Balance balance = Balance.EMPTY;
		for (Movement movement : movements) {
			balance = balance.plus(TortureTopics.ORDERS, movement);
		}
		return balance;
	}

	@Test
	void whatIsRightAtSomeMomentPasses() {
		assertThat(this.oracle.wrong("a1", balance())).isNull();
		assertThat(this.oracle.wrong("a1", balance(this.first))).isNull();
		assertThat(this.oracle.wrong("a1", balance(this.first, this.silent))).isNull();
		assertThat(this.oracle.wrong("a1", balance(this.first, this.silent, this.last))).isNull();
	}

	@Test
	void lostDoubledFailedAndDisorderedEventsShow() {
		assertThat(this.oracle.wrong("a1", balance(this.silent))).isNotNull();
		assertThat(this.oracle.wrong("a1", balance(this.first, this.first))).isNotNull();
		assertThat(this.oracle.wrong("a1", balance(this.first, this.failing))).isNotNull();
		assertThat(this.oracle.wrong("a1", balance(this.silent, this.first))).isNotNull();
		assertThat(this.oracle.wrong("a1", balance(this.first, this.silent, this.last, this.last))).isNotNull();
		assertThat(this.oracle.wrong(true, TortureTopics.balanceGroup(TortureTopics.PAYMENTS, "a1"),
				Chain.EMPTY.plus(this.first)))
			.isNotNull();
	}

	@Test
	void answersAndLettersAreThoseOfTheirActs() {
		assertThat(this.oracle.answers(true)).containsOnlyKeys("orders/a1")
			.allSatisfy((group, answers) -> assertThat(answers).containsExactly("a1/1", "a1/4"));
		assertThat(this.oracle.letters(TortureTopics.ORDERS)).containsOnlyKeys("value 2").containsValue(2);
		assertThat(this.oracle.finalBalances()).containsEntry("a1", balance(this.first, this.silent, this.last));
	}

}
