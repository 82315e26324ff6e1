package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Several instances of an App: who owns what, and that nothing is lost or counted twice
 * when that changes.
 */
class RebalanceIntegrationTests {

	@TempDir
	Path first;

	@TempDir
	Path second;

	@Test
	void eachInstanceAnswersItsOwnKeysAndNamesTheOwnerOfOthers() {
		Tally tally = new Tally(ProcessingGuarantee.AT_LEAST_ONCE);
		tally.send(1000);
		try (TestApp one = tally.app(this.first).url("http://one").start().awaitRunning();
				TestApp two = tally.app(this.second).url("http://two").start()) {
			awaitShared(one, two);
			tally.awaitExact(one, two);
			Map<String, Long> mine = Tally.counts(one);
			Map<String, Long> theirs = Tally.counts(two);
			assertThat(mine).isNotEmpty().doesNotContainKeys(theirs.keySet().toArray(String[]::new));
			assertThat(theirs).isNotEmpty();
			Table<String, Long> table = one.bean(Tally.Counting.class).table;
			mine.forEach((key, count) -> assertThat(table.get(key)).isEqualTo(count));
			theirs.keySet()
				.forEach(
						(key) -> assertThatExceptionOfType(KeyElsewhereException.class).isThrownBy(() -> table.get(key))
							.satisfies((ex) -> {
								assertThat(ex.ownerUrl()).isEqualTo("http://two");
								assertThat(ex.ownerId()).isEqualTo(two.app().instanceId());
							}));
		}
	}

	@ParameterizedTest
	@EnumSource
	void theOtherInstanceTakesOverAtOnceWhenOneStops(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		tally.send(2000);
		try (TestApp one = tally.app(this.first).start().awaitRunning()) {
			try (TestApp two = tally.app(this.second).start()) {
				awaitShared(one, two);
				tally.send(2000);
			}
			long stopped = System.nanoTime();
			await().atMost(Duration.ofSeconds(3)).until(() -> runningTasks(one) == 8);
			assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(3));
			tally.send(100);
			tally.awaitExact(one);
		}
		tally.assertTopicsExact();
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLostOrDoubledWhenInstancesComeAndGoUnderLoad(ProcessingGuarantee guarantee) {
		Tally tally = new Tally(guarantee);
		try (TestApp one = tally.app(this.first).start().awaitRunning()) {
			try (Tally.Load load = tally.load(2000)) {
				for (int i = 0; i < 3; i++) {
					try (TestApp two = tally.app(this.second).start()) {
						awaitShared(one, two);
					}
					await().atMost(Duration.ofSeconds(10)).until(() -> runningTasks(one) == 8);
				}
			}
			tally.awaitExact(one);
			assertThat(one.app().figures().foreignWrites()).isZero();
		}
		tally.assertTopicsExact();
	}

	@ParameterizedTest
	@EnumSource
	void anInstanceThatIsRemovedFromTheGroupComesBackAndGoesOn(ProcessingGuarantee guarantee) throws Exception {
		Tally tally = new Tally(guarantee);
		try (TestApp one = tally.app(this.first).start().awaitRunning(); var admin = tally.admin()) {
			try (Tally.Load load = tally.load(2000)) {
				for (int i = 1; i <= 3; i++) {
					long commits = one.app().figures().commits();
					await().until(() -> one.app().figures().commits() > commits + 3);
					admin.removeMembersFromConsumerGroup(tally.id, new RemoveMembersFromConsumerGroupOptions())
						.all()
						.get();
				}
				long commits = one.app().figures().commits();
				await().atMost(Duration.ofSeconds(20)).until(() -> one.app().figures().commits() > commits + 3);
			}
			tally.awaitExact(one);
		}
		tally.assertTopicsExact();
	}

	static void awaitShared(TestApp one, TestApp two) {
		await().atMost(Duration.ofSeconds(30))
			.until(() -> runningTasks(one) > 0 && runningTasks(two) > 0 && runningTasks(one) + runningTasks(two) == 8);
	}

	static long runningTasks(TestApp app) {
		return app.app().tasks().stream().filter((task) -> task.state().equals("RUNNING")).count();
	}

}
