package org.faustspring.wiring;

import java.util.function.Supplier;

import org.faustspring.engine.client.HandlerSends;
import org.faustspring.engine.client.HandlerThreads;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Has every {@link ProducerFactory} bean, and every factory that a {@link KafkaTemplate}
 * bean has made for settings of its own, take part in the units of work of handlers. Runs
 * after other post-processors, on the objects that the application sees. To be declared
 * by a static method; needs no other bean when it is created.
 */
public final class HandlerSendsBeanPostProcessor implements BeanPostProcessor, Ordered, DisposableBean {

	private final HandlerSends sends;

	private final HandlerThreads threads;

	/**
	 * Create the post-processor.
	 * @param appServers the bootstrap servers of the App, separated by commas; asked when
	 * the first handler sends, not before
	 */
	public HandlerSendsBeanPostProcessor(Supplier<String> appServers) {
		this.sends = new HandlerSends(appServers);
		this.threads = new HandlerThreads(this.sends);
	}

	/**
	 * Return what the engine's threads call before and after they run handlers.
	 * @return the preparation of handlers' threads
	 */
	public HandlerThreads handlerThreads() {
		return this.threads;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof ProducerFactory<?, ?> factory) {
			this.sends.join(factory);
		}
		else if (bean instanceof KafkaTemplate<?, ?> template) {
			this.sends.join(template.getProducerFactory());
		}
		return bean;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void destroy() {
		this.sends.close();
	}

}
