package org.faustspring.boot.autoconfigure;

import java.util.Map;

import org.faustspring.app.FaustApp;
import org.faustspring.app.FaustSettings;
import org.faustspring.deadletter.DeadLetterReplay;
import org.faustspring.engine.client.FactoryKafkaClients;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.deadletter.KafkaDeadLetterReplay;
import org.faustspring.wiring.AgentAnnotationBeanPostProcessor;
import org.faustspring.wiring.AgentRefRegistrar;
import org.faustspring.wiring.AgentRegistry;
import org.faustspring.wiring.EngineFaustApp;
import org.faustspring.wiring.HandlerSendsBeanPostProcessor;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Puts the engine together.
 */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

	private static final String CONSUMER_FACTORY = "kafkaConsumerFactory";

	private static final String PRODUCER_FACTORY = "kafkaProducerFactory";

	@Bean
	static AgentAnnotationBeanPostProcessor faustAgentAnnotationBeanPostProcessor(ObjectProvider<SerdeResolver> serdes,
			ObjectProvider<FaustSettings> settings, ObjectProvider<AgentRegistry> registry) {
		return new AgentAnnotationBeanPostProcessor(serdes, settings, registry);
	}

	@Bean
	static AgentRefRegistrar faustAgentRefRegistrar(Environment environment) {
		return new AgentRefRegistrar(environment);
	}

	@Bean
	static HandlerSendsBeanPostProcessor faustHandlerSendsBeanPostProcessor(ObjectProvider<KafkaClients> clients) {
		return new HandlerSendsBeanPostProcessor(() -> clients.getObject().bootstrapServers());
	}

	@Bean
	@ConditionalOnMissingBean
	AgentRegistry faustAgentRegistry() {
		return new AgentRegistry();
	}

	@Bean
	@ConditionalOnMissingBean(KafkaClients.class)
	FactoryKafkaClients faustKafkaClients(FaustSettings settings, ListableBeanFactory beanFactory) {
		return new FactoryKafkaClients(consumerFactory(beanFactory), producerFactory(beanFactory),
				PreferredBean.of(KafkaAdmin.class, "kafkaAdmin", beanFactory).getConfigurationProperties(),
				settings.id());
	}

	@Bean
	@ConditionalOnMissingBean
	SerdeResolver faustSerdeResolver(ObjectProvider<JsonMapper> jsonMapper, ListableBeanFactory beanFactory) {
		Map<String, Object> consumerProperties = consumerFactory(beanFactory).getConfigurationProperties();
		Map<String, Object> producerProperties = producerFactory(beanFactory).getConfigurationProperties();
		return new SerdeResolver(jsonMapper.getIfAvailable(JsonMapper::shared), beanFactory, consumerProperties,
				producerProperties);
	}

	@Bean
	@ConditionalOnMissingBean(FaustApp.class)
	EngineFaustApp faustApp(FaustSettings settings, KafkaClients clients, AgentRegistry agents, SerdeResolver serdes,
			HandlerSendsBeanPostProcessor handlerSends, AppUrl url, ApplicationContext context) {
		return new EngineFaustApp(settings, clients, agents, serdes, handlerSends.handlerThreads(), url, context);
	}

	@Bean
	@ConditionalOnMissingBean(DeadLetterReplay.class)
	KafkaDeadLetterReplay faustDeadLetterReplay(FaustSettings settings, KafkaClients clients) {
		return new KafkaDeadLetterReplay(clients, settings.id(), settings.startupTimeout());
	}

	private ConsumerFactory<?, ?> consumerFactory(ListableBeanFactory beanFactory) {
		return PreferredBean.of(ConsumerFactory.class, CONSUMER_FACTORY, beanFactory);
	}

	private ProducerFactory<?, ?> producerFactory(ListableBeanFactory beanFactory) {
		return PreferredBean.of(ProducerFactory.class, PRODUCER_FACTORY, beanFactory);
	}

}
