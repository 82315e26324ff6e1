package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.AppState;
import org.faustspring.app.FaustApp;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers that take longer than a consumer may be silent and a transaction may last.
 */
class SlowHandlerIntegrationTests {

	@TempDir
	Path state;

	private final String id = SharedBroker.unique("slow");

	private final String source = SharedBroker.topic("source", 2);

	private final String output = SharedBroker.topic("output", 1);

	private final TestApp.Builder builder = TestApp.builder(this.id)
		.consumer("max.poll.interval.ms", 4000)
		.consumer("session.timeout.ms", 6000)
		.consumer("heartbeat.interval.ms", 500)
		.property("source", this.source)
		.property("output", this.output);

	@ParameterizedTest
	@EnumSource
	void handlerThatTakesLongerThanMaxPollIntervalCausesNoRebalance(ProcessingGuarantee guarantee) throws Exception {
		SharedBroker.send(this.source, List.of("a:1", "b:9000", "c:1", "a:2", "b:2", "c:2"));
		this.builder.state(this.state)
			.guarantee(guarantee)
			.workers(1)
			.producer("transaction.timeout.ms", 4000)
			.beans(Sleeping.class);

		try (TestApp app = this.builder.start().awaitRunning()) {
			List<AppState> states = List.copyOf(app.states());
			String member = member();
			await().atMost(Duration.ofSeconds(60)).until(() -> sum(app) == 9_008);

			assertThat(member()).isEqualTo(member);
			assertThat(app.states()).isEqualTo(states);
			assertThat(app.bean(Sleeping.class).calls).hasSizeLessThanOrEqualTo(8);
		}
		assertThat(SharedBroker.values(this.output)).containsExactlyInAnyOrder("a:1", "b:9000", "c:1", "a:2", "b:2",
				"c:2");
	}

	/** Every handler call is longer than half of what a transaction may last. */
	@Test
	void slowEventsOfSeveralTasksAndAgentsAreCommittedOneByOne() {
		SharedBroker.send(this.source, List.of("a:1500", "b:1500", "c:1500", "d:1500"));
		this.builder.state(this.state)
			.guarantee(ProcessingGuarantee.EXACTLY_ONCE)
			.workers(1)
			.producer("transaction.timeout.ms", 2000)
			.beans(Sleeping.class, AlsoSleeping.class);

		try (TestApp app = this.builder.start().awaitRunning()) {
			await().atMost(Duration.ofSeconds(60)).until(() -> sum(app) == 6000);
			await().atMost(Duration.ofSeconds(60)).until(() -> SharedBroker.values(this.output).size() == 8);
			assertThat(app.app().figures().failedCommits()).isLessThanOrEqualTo(1);
		}
		assertThat(SharedBroker.values(this.output)).hasSize(8);
	}

	private String member() throws Exception {
		try (Admin admin = SharedBroker.admin()) {
			ConsumerGroupDescription group = java.util.Objects
				.requireNonNull(admin.describeConsumerGroups(List.of(this.id)).describedGroups().get(this.id))
				.get(10, TimeUnit.SECONDS);
			return group.members().iterator().next().consumerId();
		}
	}

	private static long sum(TestApp app) {
		long sum = 0;
		for (org.faustspring.table.TableEntry<String, Long> entry : app.bean(Sleeping.class).table.entries()) {
			sum += entry.value();
		}
		return sum;
	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> slept(FaustApp app) {
			return app.table("slept", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Sleeping {

		private final Table<String, Long> table;

		private final List<String> calls = new CopyOnWriteArrayList<>();

		Sleeping(Table<String, Long> slept) {
			this.table = slept;
		}

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String sleep(String value, String key) throws InterruptedException {
			long millis = Long.parseLong(value.substring(value.indexOf(':') + 1));
			this.calls.add(value);
			this.table.update(key, (sum) -> sum + millis);
			Thread.sleep(millis);
			return value;
		}

	}

	static class AlsoSleeping {

		@Agent(topics = "${source}")
		@Sink(topic = "${output}")
		String sleepToo(Event<String> event) throws InterruptedException {
			Thread.sleep(1500);
			return "too " + event.value();
		}

	}

}
