package org.faustspring.engine.client;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.faustspring.engine.unit.RecordedUnit;
import org.faustspring.engine.unit.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link HandlerThreads}: transactional templates on handlers' threads.
 */
class HandlerThreadsTests {

	private final HandlerSends sends = new HandlerSends(() -> MockProducerFactory.SERVERS);

	private final HandlerThreads threads = new HandlerThreads(this.sends);

	private final MockProducerFactory<String> factory = transactional(Map.of());

	private final KafkaTemplate<String, String> template = new KafkaTemplate<>(this.factory);

	@AfterEach
	void leave() {
		this.threads.exit();
		UnitOfWork.enter(null);
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
	}

	private MockProducerFactory<String> transactional(Map<String, Object> settings) {
		MockProducerFactory<String> factory = new MockProducerFactory<>(MockProducerFactory.settings(settings));
		factory.setTransactionIdPrefix("tx-");
		this.sends.join(factory);
		return factory;
	}

	@Test
	void plainSendOfATransactionalTemplateJoinsTheUnit() throws Exception {
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			this.template.send("out", "k", "v").get(1, TimeUnit.SECONDS);
			this.template.send("out", "k", "w").get(1, TimeUnit.SECONDS);
			this.template.flush();

			assertThat(unit.records()).hasSize(2);
		}
		assertThat(this.factory.producers()).isEmpty();
	}

	@Test
	void betweenEventsATransactionalTemplateSaysWhatIsMissing() {
		this.threads.enter();

		assertThatIllegalStateException().isThrownBy(() -> this.template.send("out", "v"))
			.withMessageContaining("No event is being processed");
	}

	@Test
	void afterTheThreadHasLeftTheTemplateIsSpringsOwnAgain() {
		this.threads.enter();
		this.threads.exit();

		assertThatIllegalStateException().isThrownBy(() -> this.template.send("out", "v"))
			.withMessageContaining("No transaction is in process");
	}

	@Test
	void factoryThatComesLaterIsBoundAtTheNextEvent() {
		this.threads.enter();
		KafkaTemplate<String, String> late = new KafkaTemplate<>(transactional(Map.of()));
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			late.send("out", "v");

			assertThat(unit.records()).hasSize(1);
		}
	}

	@Test
	void transactionOfTheHandlersOwnStaysItsOwn() {
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			this.template.executeInTransaction((operations) -> operations.send("own", "v"));
			this.template.send("out", "v");

			assertThat(unit.records()).extracting((record) -> record.topic()).containsExactly("out");
			assertThat(this.factory.onlyProducer().history()).extracting((record) -> record.topic())
				.containsExactly("own");
			assertThat(this.factory.onlyProducer().commitCount()).isOne();
		}
	}

	@Test
	void transactionalMethodJoinsTheUnit() {
		TransactionTemplate transaction = new TransactionTemplate(new KafkaTransactionManager<>(this.factory));
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			transaction.executeWithoutResult((status) -> this.template.send("out", "v"));

			assertThat(unit.records()).hasSize(1);
			assertThat(this.threads.takeRollback()).isFalse();
		}
		assertThat(this.factory.producers()).isEmpty();
	}

	@Test
	void rollbackOfATransactionalMethodWhoseExceptionWasCaughtIsReportedOnce() {
		TransactionTemplate transaction = new TransactionTemplate(new KafkaTransactionManager<>(this.factory));
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			assertThatIllegalStateException().isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				throw new IllegalStateException("from the method");
			}));

			assertThat(this.threads.takeRollback()).isTrue();
			assertThat(this.threads.takeRollback()).isFalse();
		}
	}

	@Test
	void newTransactionSuspendsTheUnitAndReturnsToIt() {
		TransactionTemplate transaction = new TransactionTemplate(new KafkaTransactionManager<>(this.factory));
		transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			transaction.executeWithoutResult((status) -> this.template.send("own", "v"));
			this.template.send("out", "v");

			assertThat(this.factory.onlyProducer().history()).hasSize(1);
			assertThat(unit.records()).extracting((record) -> record.topic()).containsExactly("out");
		}
	}

	@Test
	void transactionalTemplateOfAnotherClusterUsesAProducerWithoutTransactions() {
		MockProducerFactory<String> other = transactional(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "elsewhere:9092"));
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			new KafkaTemplate<>(other).send("out", "v");

			assertThat(unit.records()).isEmpty();
			assertThat(unit.byOthers()).hasSize(1);
			assertThat(other.onlyProducer().transactionInitialized()).isFalse();
		}
	}

	@Test
	void handlerCannotAddOffsetsToTheAppsTransaction() {
		this.threads.enter();

		try (RecordedUnit unit = RecordedUnit.entered()) {
			assertThatIllegalStateException()
				.isThrownBy(() -> this.template.sendOffsetsToTransaction(Map.of(),
						new org.apache.kafka.clients.consumer.ConsumerGroupMetadata("g")))
				.withMessageContaining("App's own transaction");
		}
	}

}
