package org.faustspring.engine.call;

import java.time.Duration;
import java.util.List;

import org.apache.kafka.clients.admin.Admin;
import org.faustspring.app.FaustSettings;
import org.faustspring.engine.topology.TopicCatalog;
import org.faustspring.engine.topology.TopicNames;
import org.faustspring.fixture.SharedBroker;
import org.faustspring.fixture.TestApp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Reply topics of instances that ended without a word.
 */
class AbandonedReplyTopicsIntegrationTests {

	@Test
	void silentOnesAreDeletedAtTheSecondLook() {
		String id = SharedBroker.unique("abandoned");
		FaustSettings settings = TestApp.builder(id).settings();
		TopicNames names = new TopicNames(id);
		SharedBroker.createTopic(names.reply("of-the-application"), 1);
		try (Admin admin = SharedBroker.admin()) {
			TopicCatalog catalog = new TopicCatalog(admin, SharedBroker.bootstrapServers(), Duration.ofSeconds(30));
			for (String instance : List.of("own", "gone", "alive")) {
				new ReplyTopic(names.reply(instance), settings, catalog, admin).ensure();
			}
			SharedBroker.sendRecords(List.of(SharedBroker.record(names.reply("own"), "k", "v"),
					SharedBroker.record(names.reply("alive"), "k", "v")));
			AbandonedReplyTopics abandoned = new AbandonedReplyTopics(names, names.reply("own"), catalog, admin,
					Duration.ofMinutes(5));

			assertThat(abandoned.look()).isTrue();
			assertThat(catalog.names()).contains(names.reply("gone"));

			assertThat(abandoned.look()).isFalse();
			await().until(() -> !catalog.names().contains(names.reply("gone")));
			assertThat(catalog.names()).contains(names.reply("own"), names.reply("alive"),
					names.reply("of-the-application"));
		}
	}

}
