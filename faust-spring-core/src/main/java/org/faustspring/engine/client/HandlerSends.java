package org.faustspring.engine.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.producer.Producer;

import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

/**
 * Makes what handlers send through the application's producer factories join their units
 * of work. Any thread.
 */
public final class HandlerSends implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(HandlerSends.class);

	private final Supplier<String> appServers;

	private final List<BoundFactory<?, ?>> transactional = new CopyOnWriteArrayList<>();

	/**
	 * Create it without factories.
	 * @param appServers the bootstrap servers of the App, separated by commas; asked when
	 * the first handler sends, not before
	 */
	public HandlerSends(Supplier<String> appServers) {
		this.appServers = appServers;
	}

	/**
	 * Have the producers that a factory makes from now on join. Does nothing for a
	 * factory that has joined.
	 * @param factory the factory
	 * @param <K> the type of its keys
	 * @param <V> the type of its values
	 */
	public <K, V> void join(ProducerFactory<K, V> factory) {
		if (joined(factory)) {
			return;
		}
		// A copy of a factory that has joined brings the original's, which knows other
		// serializers and perhaps another cluster
		for (ProducerPostProcessor<K, V> copied : List.copyOf(factory.getPostProcessors())) {
			if (copied instanceof Joining) {
				factory.removePostProcessor(copied);
			}
		}
		factory.addPostProcessor(new Joining<>(factory, this.appServers));
		if (!joined(factory)) {
			logger.warn(("Producer factory %s takes no post-processors: what a handler sends through it is sent at "
					+ "once, even if the handler fails. Override addPostProcessor() and getPostProcessors() in %s.")
				.formatted(factory, factory.getClass().getName()));
		}
		if (factory.transactionCapable()) {
			this.transactional.add(new BoundFactory<>(factory, new UnitBoundProducer<>(factory, this.appServers)));
		}
	}

	private static boolean joined(ProducerFactory<?, ?> factory) {
		return factory.getPostProcessors()
			.stream()
			.anyMatch((candidate) -> candidate instanceof Joining<?, ?> joining && joining.factory == factory);
	}

	/**
	 * Return the factories whose templates look for a transaction on their thread.
	 * @return the factories that have joined so far; it only grows
	 */
	List<BoundFactory<?, ?>> transactional() {
		return this.transactional;
	}

	/**
	 * Release the serializers that were made for transactional templates.
	 */
	@Override
	public void close() {
		new ArrayList<>(this.transactional).forEach((bound) -> bound.producer().dispose());
	}

	/**
	 * A factory and what its templates find on a handler's thread.
	 *
	 * @param factory the factory
	 * @param producer the producer to bind
	 * @param <K> the type of its keys
	 * @param <V> the type of its values
	 */
	record BoundFactory<K, V>(ProducerFactory<K, V> factory, UnitBoundProducer<K, V> producer) {

	}

	private static final class Joining<K, V> implements ProducerPostProcessor<K, V> {

		private final ProducerFactory<K, V> factory;

		private final Supplier<String> appServers;

		Joining(ProducerFactory<K, V> factory, Supplier<String> appServers) {
			this.factory = factory;
			this.appServers = appServers;
		}

		@Override
		public Producer<K, V> apply(Producer<K, V> producer) {
			return new HandlerProducer<>(producer, new UnitRoute<>(this.factory, this.appServers));
		}

	}

}
