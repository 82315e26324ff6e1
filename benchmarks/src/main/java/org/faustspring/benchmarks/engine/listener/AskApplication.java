package org.faustspring.benchmarks.engine.listener;

import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * A listener that answers, and the template that asks it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class AskApplication {

	/** Of these types, Spring Boot has listeners reply by it. */
	@Bean
	ReplyingKafkaTemplate<Object, Object, Object> template(ProducerFactory<Object, Object> producers,
			ConsumerFactory<Object, Object> consumers, @Value("${benchmark.output}") String replies,
			@Value("${spring.kafka.consumer.group-id}") String group) {
		ContainerProperties properties = new ContainerProperties(replies);
		properties.setGroupId(group + "-replies");
		return new ReplyingKafkaTemplate<>(producers, new KafkaMessageListenerContainer<>(consumers, properties));
	}

	@Bean
	Answers answers() {
		return new Answers();
	}

	@Bean
	Questions questions(ReplyingKafkaTemplate<Object, Object, Object> template,
			@Value("${benchmark.input}") String topic) {
		return new Questions(template, topic);
	}

	record Questions(ReplyingKafkaTemplate<Object, Object, Object> template, String topic) {

		CompletableFuture<?> ask(String key, byte[] value) {
			return this.template.sendAndReceive(new ProducerRecord<>(this.topic, key, value))
				.thenApply(ConsumerRecord::value);
		}

	}

	static class Answers {

		@KafkaListener(topics = "${benchmark.input}")
		@SendTo
		byte[] answer(byte[] question) {
			return question;
		}

	}

}
