package org.faustspring.engine.topology;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.faustspring.app.BrokerUnreachableException;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * A topic that was just created is known to some brokers and not yet to others, and any
 * of them may be asked.
 */
class TopicCatalogTests {

	private final Admin admin = mock(Admin.class);

	@Test
	void brokerThatHasNotHeardOfTheTopicIsAskedForItsSettingsAgain() {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
		Config config = new Config(List.of(new ConfigEntry("cleanup.policy", "compact")));
		DescribeConfigsResult result = mock(DescribeConfigsResult.class);
		given(this.admin.describeConfigs(ArgumentMatchers.<Collection<ConfigResource>>any())).willReturn(result);
		given(result.all()).willReturn(failed(new UnknownTopicOrPartitionException()))
			.willReturn(KafkaFuture.completedFuture(Map.of(resource, config)));

		assertThat(catalog(Duration.ofSeconds(10)).settingsOfExisting("orders")).containsEntry("cleanup.policy",
				"compact");
	}

	@Test
	void brokerThatHasNotHeardOfTheTopicIsAskedForItsDescriptionAgain() {
		TopicDescription description = new TopicDescription("orders", false, List.of());
		DescribeTopicsResult result = mock(DescribeTopicsResult.class);
		given(this.admin.describeTopics(ArgumentMatchers.<Collection<String>>any())).willReturn(result);
		given(result.topicNameValues()).willReturn(Map.of("orders", failed(new UnknownTopicOrPartitionException())))
			.willReturn(Map.of("orders", KafkaFuture.completedFuture(description)));

		assertThat(catalog(Duration.ofSeconds(10)).describeExisting(List.of("orders"))).containsEntry("orders",
				description);
	}

	@Test
	void brokerThatIsBeingRestartedIsWaitedForWhenATopicIsCreated() {
		CreateTopicsResult created = mock(CreateTopicsResult.class);
		given(this.admin.createTopics(ArgumentMatchers.any())).willReturn(created);
		given(created.all()).willReturn(failed(new InvalidReplicationFactorException("2 brokers")))
			.willReturn(KafkaFuture.completedFuture(null));
		DescribeTopicsResult described = mock(DescribeTopicsResult.class);
		given(this.admin.describeTopics(ArgumentMatchers.<Collection<String>>any())).willReturn(described);
		given(described.topicNameValues()).willReturn(
				Map.of("orders", KafkaFuture.completedFuture(new TopicDescription("orders", false, List.of()))));

		catalog(Duration.ofSeconds(10)).create("orders", 1, (short) 3, Map.of());

		verify(created, times(2)).all();
	}

	@Test
	void clusterThatHasTooFewBrokersEndsTheStart() {
		CreateTopicsResult created = mock(CreateTopicsResult.class);
		given(this.admin.createTopics(ArgumentMatchers.any())).willReturn(created);
		given(created.all()).willReturn(failed(new InvalidReplicationFactorException("2 brokers")));

		assertThatExceptionOfType(InvalidReplicationFactorException.class)
			.isThrownBy(() -> catalog(Duration.ofMillis(50)).create("orders", 1, (short) 3, Map.of()));
	}

	@Test
	void topicThatDoesNotAppearEndsTheStart() {
		DescribeTopicsResult result = mock(DescribeTopicsResult.class);
		given(this.admin.describeTopics(ArgumentMatchers.<Collection<String>>any())).willReturn(result);
		given(result.topicNameValues()).willReturn(Map.of("orders", failed(new UnknownTopicOrPartitionException())));

		assertThatExceptionOfType(BrokerUnreachableException.class)
			.isThrownBy(() -> catalog(Duration.ofMillis(50)).describeExisting(List.of("orders")))
			.withRootCauseInstanceOf(java.util.concurrent.TimeoutException.class);
	}

	private TopicCatalog catalog(Duration timeout) {
		return new TopicCatalog(this.admin, "localhost:9092", timeout);
	}

	private static <T> KafkaFuture<T> failed(RuntimeException failure) {
		KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
		future.completeExceptionally(failure);
		return future;
	}

}
