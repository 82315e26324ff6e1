package org.faustspring.boot.embedded;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

import org.apache.kafka.clients.admin.NewTopic;

/**
 * An application of another process: listens to a topic until it is told to stop.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ForkedApplication {

	private final KafkaTemplate<String, String> template;

	ForkedApplication(KafkaTemplate<String, String> template) {
		this.template = template;
	}

	public static void main(String[] arguments) {
		SpringApplication.run(ForkedApplication.class, arguments);
	}

	@EventListener(ApplicationReadyEvent.class)
	void send() {
		this.template.send("words", "hello");
	}

	@KafkaListener(topics = "words", groupId = "listeners")
	void listen(String word) {
		System.out.println("HEARD " + word);
	}

	@Configuration(proxyBeanMethods = false)
	static class Topics {

		@Bean
		NewTopic words() {
			return new NewTopic("words", 1, (short) 1);
		}

	}

}
