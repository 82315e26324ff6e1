package org.faustspring.wiring;

import java.util.Map;

import org.apache.kafka.clients.producer.ProducerConfig;
import org.faustspring.engine.client.HandlerThreads;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.client.MockProducerFactory;
import org.faustspring.engine.unit.RecordedUnit;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link HandlerSendsBeanPostProcessor}.
 */
class HandlerSendsBeanPostProcessorTests {

	@Test
	@SuppressWarnings("unchecked")
	void templatesOfAllFactoryBeansJoinTheUnit() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Application.class)) {
			HandlerThreads threads = context.getBean(HandlerThreads.class);
			threads.enter();
			try (RecordedUnit unit = RecordedUnit.entered()) {
				context.getBean("plain", KafkaTemplate.class).send("plain", "v");
				context.getBean("transactional", KafkaTemplate.class).send("transactional", "v");
				context.getBean("lazyTransactional", KafkaTemplate.class);
				threads.enter();
				context.getBean("lazyTransactional", KafkaTemplate.class).send("lazy", "v");

				assertThat(unit.records()).extracting((record) -> record.topic())
					.containsExactly("plain", "transactional", "lazy");
			}
			finally {
				threads.exit();
			}
		}
	}

	@Test
	void templateWithSettingsOfItsOwnIsRoutedByThem() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Application.class)) {
			ProducerFactory<?, ?> copy = context.getBean("overriding", KafkaTemplate.class).getProducerFactory();
			ProducerFactory<?, ?> original = context.getBean("plain", KafkaTemplate.class).getProducerFactory();

			assertThat(copy).isNotSameAs(original);
			assertThat(copy.getPostProcessors()).hasSize(1);
			assertThat((Object) copy.getPostProcessors().get(0)).isNotSameAs(original.getPostProcessors().get(0));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		static HandlerSendsBeanPostProcessor handlerSends(ObjectProvider<KafkaClients> clients) {
			return new HandlerSendsBeanPostProcessor(() -> clients.getObject().bootstrapServers());
		}

		@Bean
		HandlerThreads handlerThreads(HandlerSendsBeanPostProcessor handlerSends) {
			return handlerSends.handlerThreads();
		}

		@Bean
		KafkaClients kafkaClients() {
			KafkaClients clients = mock(KafkaClients.class);
			given(clients.bootstrapServers()).willReturn(MockProducerFactory.SERVERS);
			return clients;
		}

		@Bean
		ProducerFactory<String, String> plainFactory() {
			return new MockProducerFactory<>(MockProducerFactory.settings(Map.of()));
		}

		@Bean
		ProducerFactory<String, String> transactionalFactory() {
			return new MockProducerFactory<>(
					MockProducerFactory.settings(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "tx-")));
		}

		@Bean
		@Lazy
		ProducerFactory<String, String> lazyFactory() {
			return new MockProducerFactory<>(
					MockProducerFactory.settings(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "lazy-")));
		}

		@Bean
		KafkaTemplate<String, String> plain(ProducerFactory<String, String> plainFactory) {
			return new KafkaTemplate<>(plainFactory);
		}

		@Bean
		KafkaTemplate<String, String> transactional(ProducerFactory<String, String> transactionalFactory) {
			return new KafkaTemplate<>(transactionalFactory);
		}

		@Bean
		@Lazy
		KafkaTemplate<String, String> lazyTransactional(ProducerFactory<String, String> lazyFactory) {
			return new KafkaTemplate<>(lazyFactory);
		}

		@Bean
		KafkaTemplate<String, String> overriding(ProducerFactory<String, String> plainFactory) {
			return new KafkaTemplate<>(plainFactory, Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "elsewhere:1"));
		}

	}

}
