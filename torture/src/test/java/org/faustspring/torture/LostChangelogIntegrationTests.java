package org.faustspring.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.torture.app.TortureTopics;
import org.faustspring.torture.cluster.Cluster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A changelog topic is deleted and made again. Whoever has its table writes it there
 * again, and nothing is lost.
 */
class LostChangelogIntegrationTests {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final String CHANGELOG = TortureTopics.changelog(TortureTopics.SALES);

	private final Input input = new Input(5, false);

	private final Oracle oracle = new Oracle();

	private final Violations violations = new Violations();

	@ParameterizedTest
	@EnumSource
	void changelogThatIsLostAtRestIsRestoredFromTheTable(ProcessingGuarantee guarantee) throws Exception {
		run(guarantee, "at-rest", (cluster, instance, judge) -> {
			feed(cluster, judge);
			assertThat(instance.stop()).isTrue();
			loseChangelog(cluster);
			instance.start();
			feed(cluster, judge);
			await("it runs").atMost(LIMIT).until(instance::running);
		});
	}

	@ParameterizedTest
	@EnumSource
	void changelogThatIsLostInMidLoadIsRestoredFromTheTable(ProcessingGuarantee guarantee) throws Exception {
		run(guarantee, "in-mid-load", (cluster, instance, judge) -> {
			feed(cluster, judge);
			try (Feeder feeder = new Feeder(cluster.directServers(), this.input, this.oracle, 100).start()) {
				assertThat(feeder).isNotNull();
				loseChangelog(cluster);
			}
			feed(cluster, judge);
			// Whoever takes the tasks over next finds another topic
			assertThat(instance.stop()).isTrue();
			instance.start();
			feed(cluster, judge);
			await("it runs").atMost(LIMIT).until(instance::running);
		});
	}

	private void run(ProcessingGuarantee guarantee, String name, Scenario scenario) throws Exception {
		Patience.give(10);
		Path directory = Path.of("target", "lost-changelog", guarantee + "-" + name).toAbsolutePath();
		delete(directory);
		TortureSettings settings = new TortureSettings(1, 5, guarantee, 100, List.of(), directory, 1, 1, 1);
		try (Cluster cluster = new Cluster(directory, 1)) {
			cluster.start();
			Input.createTopics(cluster, (short) 1);
			Instance instance = new Instances(settings, cluster.linkedServers()).create("instance");
			TopicReader reader = new TopicReader(cluster.directServers());
			instance.start();
			try {
				Judge judge = new Judge(this.oracle, this.violations, reader, settings.exactlyOnce());
				scenario.run(cluster, instance, judge);
				judge.checkTables("in the end", List.of(instance));
				judge.checkChangelogs();
				judge.checkOutputs();
				assertThat(this.violations.counts()).isEmpty();
			}
			finally {
				if (instance.alive()) {
					instance.kill();
				}
			}
		}
	}

	/** Some events, all taken. */
	private void feed(Cluster cluster, Judge judge) {
		long before = this.oracle.events();
		try (Feeder feeder = new Feeder(cluster.directServers(), this.input, this.oracle, 200).start()) {
			assertThat(feeder).isNotNull();
			await().until(() -> this.oracle.events() > before + 600);
		}
		try (Admin admin = cluster.admin()) {
			await("all is taken").atMost(LIMIT)
				.pollInterval(Duration.ofMillis(250))
				.ignoreExceptions()
				.until(() -> judge.lag(admin) == 0);
		}
	}

	private static void loseChangelog(Cluster cluster) throws Exception {
		try (Admin admin = cluster.admin()) {
			admin.deleteTopics(List.of(CHANGELOG)).all().get();
			await().atMost(LIMIT).until(() -> !admin.listTopics().names().get().contains(CHANGELOG));
			Map<String, String> settings = new HashMap<>(Map.of("cleanup.policy", "compact"));
			await().atMost(LIMIT).ignoreExceptions().until(() -> {
				admin
					.createTopics(List
						.of(new NewTopic(CHANGELOG, Optional.of(Input.PARTITIONS), Optional.empty()).configs(settings)))
					.all()
					.get();
				return true;
			});
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> all = Files.walk(directory)) {
				for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(path);
				}
			}
		}
	}

	private interface Scenario {

		void run(Cluster cluster, Instance instance, Judge judge) throws Exception;

	}

}
