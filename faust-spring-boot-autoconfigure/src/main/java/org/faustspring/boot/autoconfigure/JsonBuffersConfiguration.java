package org.faustspring.boot.autoconfigure;

import tools.jackson.core.util.JsonRecyclerPools;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Gives each thread buffers of its own to read and write JSON with. By default Jackson
 * lends them from one queue, where all workers meet several times an event, and hands one
 * worker what is in the cache of another's processor. That suits virtual threads, of
 * which there are too many to have buffers each, so it is left where they are on.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonFactoryBuilderCustomizer.class)
@ConditionalOnThreading(Threading.PLATFORM)
class JsonBuffersConfiguration {

	/** First, so that an application's own customizers have the last word. */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	JsonFactoryBuilderCustomizer faustJsonBuffersCustomizer() {
		return (factory) -> factory.recyclerPool(JsonRecyclerPools.threadLocalPool());
	}

}
