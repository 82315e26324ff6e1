package org.faustspring.integration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.faustspring.annotation.Agent;
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
 * Agents that read several topics, by name or by a pattern.
 */
class TopicsIntegrationTests {

	@TempDir
	Path state;

	@Test
	void topicsThatShareATableAreReadTogether() {
		String first = SharedBroker.topic("first", 2);
		String second = SharedBroker.topic("second", 2);
		SharedBroker.send(first, List.of("a:1", "b:1"));
		SharedBroker.send(second, List.of("a:2", "b:2"));

		try (TestApp app = TestApp.builder(SharedBroker.unique("topics"))
			.state(this.state)
			.property("topics", first + "," + second)
			.beans(Several.class)
			.start()
			.awaitRunning()) {
			await().until(() -> app.bean(Several.class).seen.size() == 4);
			SharedBroker.send(second, List.of("a:3"));
			await().until(() -> app.bean(Several.class).seen.size() == 5);
			SharedBroker.send(first, List.of("a:4"));
			await().until(() -> app.bean(Several.class).seen.size() == 6);

			assertThat(app.bean(Several.class).seen)
				.containsSubsequence(first + " a:1", second + " a:3", first + " a:4")
				.contains(first + " b:1", second + " b:2", second + " a:2");
			await().untilAsserted(() -> assertThat(app.bean(Several.class).table.get("a")).isEqualTo(4));
			assertThat(app.app().tasks()).hasSize(2);
			assertThat(app.app().taskOwners().values()).singleElement()
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
				.hasSize(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void topicCreatedLaterJoinsAPatternButInternalAndDeadLetterTopicsDoNot(ProcessingGuarantee guarantee) {
		String id = SharedBroker.unique("pattern");
		SharedBroker.createTopic(id + "-one", 2);
		SharedBroker.send(id + "-one", List.of("a:1", "b:1", "fail:1"));
		TestApp.Builder builder = TestApp.builder(id)
			.state(this.state)
			.guarantee(guarantee)
			.attempts(1)
			.consumer("metadata.max.age.ms", 500)
			.property("pattern", id + "-.*")
			.beans(Pattern.class);

		try (TestApp app = builder.start().awaitRunning()) {
			Pattern pattern = app.bean(Pattern.class);
			await().until(() -> pattern.seen.size() == 3);
			await().until(() -> SharedBroker.values(id + "-one-dlt").size() == 1);

			SharedBroker.createTopic(id + "-two", 2);
			SharedBroker.send(id + "-two", List.of("a:2", "b:2", "c:2"));
			await().atMost(Duration.ofSeconds(30)).until(() -> pattern.seen.size() == 6);
			SharedBroker.send(id + "-one", List.of("a:3"));
			await().until(() -> pattern.seen.size() == 7);
			await().untilAsserted(() -> assertThat(pattern.table.get("a")).isEqualTo(3));
			assertThat(pattern.table.get("fail")).isZero();
			assertThat(pattern.seen).doesNotHaveDuplicates()
				.allMatch((seen) -> seen.startsWith(id + "-one ") || seen.startsWith(id + "-two "));
		}
		try (TestApp app = builder.start().awaitRunning()) {
			SharedBroker.send(id + "-two", List.of("a:4", "fail:4"));
			Pattern pattern = app.bean(Pattern.class);
			await().untilAsserted(() -> assertThat(pattern.table.get("a")).isEqualTo(4));
			await().until(() -> SharedBroker.values(id + "-two-dlt").size() == 1);
			assertThat(pattern.seen).containsExactlyInAnyOrder(id + "-two a:4", id + "-two fail:4");
		}
	}

	@Import(Tables.class)
	static class Several {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final Table<String, Long> table;

		Several(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topics = "${topics}")
		void several(Event<String> event) {
			this.seen.add(event.topic() + " " + event.value());
			this.table.update(String.valueOf(event.key()), (count) -> count + 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<String, Long> counts(FaustApp app) {
			return app.table("counts", String.class, Long.class).defaultValue(0L).build();
		}

	}

	@Import(Tables.class)
	static class Pattern {

		private final Table<String, Long> table;

		private final List<String> seen = new CopyOnWriteArrayList<>();

		Pattern(Table<String, Long> counts) {
			this.table = counts;
		}

		@Agent(topicPattern = "${pattern}")
		void pattern(Event<String> event) {
			String key = String.valueOf(event.key());
			this.seen.add(event.topic() + " " + event.value());
			this.table.update(key, (count) -> count + 1);
			if (key.equals("fail")) {
				throw new IllegalStateException("no good");
			}
		}

	}

}
