package org.faustspring.benchmarks.engine.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.Order;
import org.faustspring.benchmarks.workload.Priced;
import org.faustspring.benchmarks.workload.SlowCall;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * A listener for each case; one of them is there. A batch listener waits for its sends
 * before its offsets are committed; one that is called per record could do so only for
 * each record, so it does not: a send that fails after the commit is lost.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ListenerApplication {

	private static final String SELECTOR = "benchmark.listener";

	@Bean
	@ConditionalOnProperty(name = SELECTOR, havingValue = "record-stateless-forward")
	RecordForward recordForward(KafkaTemplate<String, byte[]> template, @Value("${benchmark.output}") String output) {
		return new RecordForward(template, output, false);
	}

	@Bean
	@ConditionalOnProperty(name = SELECTOR, havingValue = "record-slow-handler")
	RecordForward recordSlow(KafkaTemplate<String, byte[]> template, @Value("${benchmark.output}") String output) {
		return new RecordForward(template, output, true);
	}

	@Bean
	@ConditionalOnProperty(name = SELECTOR, havingValue = "record-json-forward")
	RecordJson recordJson(KafkaTemplate<String, Priced> template, @Value("${benchmark.output}") String output) {
		return new RecordJson(template, output);
	}

	@Bean
	@ConditionalOnProperty(name = SELECTOR, havingValue = "batch-stateless-forward")
	BatchForward batchForward(KafkaTemplate<String, byte[]> template, @Value("${benchmark.output}") String output) {
		return new BatchForward(template, output);
	}

	@Bean
	@ConditionalOnProperty(name = SELECTOR, havingValue = "batch-json-forward")
	BatchJson batchJson(KafkaTemplate<String, Priced> template, @Value("${benchmark.output}") String output) {
		return new BatchJson(template, output);
	}

	record RecordForward(KafkaTemplate<String, byte[]> template, String output, boolean slow) {

		@KafkaListener(topics = "${benchmark.input}")
		void on(ConsumerRecord<String, byte[]> record) {
			FirstEvent.mark();
			if (this.slow) {
				SlowCall.await();
			}
			this.template.send(this.output, record.key(), record.value());
		}

	}

	record RecordJson(KafkaTemplate<String, Priced> template, String output) {

		@KafkaListener(topics = "${benchmark.input}")
		void on(ConsumerRecord<String, Order> record) {
			FirstEvent.mark();
			this.template.send(this.output, record.key(), Priced.of(record.value()));
		}

	}

	record BatchForward(KafkaTemplate<String, byte[]> template, String output) {

		@KafkaListener(topics = "${benchmark.input}")
		void on(List<ConsumerRecord<String, byte[]>> records) {
			FirstEvent.mark();
			List<CompletableFuture<?>> sends = new ArrayList<>(records.size());
			for (ConsumerRecord<String, byte[]> record : records) {
				sends.add(this.template.send(this.output, record.key(), record.value()));
			}
			awaitUnlessTransactional(this.template, sends);
		}

	}

	record BatchJson(KafkaTemplate<String, Priced> template, String output) {

		@KafkaListener(topics = "${benchmark.input}")
		void on(List<ConsumerRecord<String, Order>> records) {
			FirstEvent.mark();
			List<CompletableFuture<?>> sends = new ArrayList<>(records.size());
			for (ConsumerRecord<String, Order> record : records) {
				sends.add(this.template.send(this.output, record.key(), Priced.of(record.value())));
			}
			awaitUnlessTransactional(this.template, sends);
		}

	}

	private static void awaitUnlessTransactional(KafkaTemplate<?, ?> template, List<CompletableFuture<?>> sends) {
		if (!template.isTransactional()) {
			template.flush();
			sends.forEach(CompletableFuture::join);
		}
	}

}
