package org.faustspring.benchmarks.engine.loop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.faustspring.benchmarks.engine.EngineSettings;

/**
 * The changelog topic of the loop.
 */
final class Changelog {

	private Changelog() {
	}

	static void create(EngineSettings settings) {
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
			NewTopic topic = new NewTopic(settings.changelog(), settings.partitions(), (short) 1)
				.configs(Map.of("cleanup.policy", "compact"));
			admin.createTopics(List.of(topic)).all().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof TopicExistsException) {
				return;
			}
			throw new IllegalStateException("The changelog cannot be created", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the changelog was created", ex);
		}
	}

}
