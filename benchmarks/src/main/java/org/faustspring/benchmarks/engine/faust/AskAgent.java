package org.faustspring.benchmarks.engine.faust;

import java.util.concurrent.CompletableFuture;

import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The agent of {@link org.faustspring.benchmarks.workload.Case#ASK}, and what asks it.
 */
@Configuration(proxyBeanMethods = false)
class AskAgent {

	@Bean
	Answers answers() {
		return new Answers();
	}

	@Bean
	Questions questions(FaustApp app) {
		return new Questions(app.ref("answer", byte[].class, byte[].class));
	}

	record Questions(AgentRef<byte[], byte[]> agent) {

		CompletableFuture<?> ask(String key, byte[] value) {
			return this.agent.ask(key, value);
		}

	}

	static class Answers {

		@Agent(topics = "${benchmark.input}")
		byte[] answer(byte[] question) {
			return question;
		}

	}

}
