package org.faustspring.benchmarks.engine.loop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.faustspring.benchmarks.workload.Case;

/**
 * The topics that the loop has beside input and output. Stateless.
 */
final class LoopTopics {

	private LoopTopics() {
	}

	static void create(EngineSettings settings) {
		if (settings.work().stateful()) {
			create(settings, settings.changelog(), Map.of("cleanup.policy", "compact"));
		}
		if (settings.work() == Case.GROUP_BY) {
			create(settings, Grouping.topic(settings), Map.of());
		}
	}

	private static void create(EngineSettings settings, String name, Map<String, String> configuration) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
			NewTopic topic = new NewTopic(name, settings.partitions(), (short) 1).configs(configuration);
			admin.createTopics(List.of(topic)).all().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof TopicExistsException) {
				return;
			}
			throw new IllegalStateException("Topic %s cannot be created".formatted(name), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a topic was created", ex);
		}
	}

}
