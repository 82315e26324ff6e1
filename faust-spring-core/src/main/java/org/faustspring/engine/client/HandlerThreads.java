package org.faustspring.engine.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.engine.client.HandlerSends.BoundFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.KafkaResourceHolder;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerFactoryUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Prepares the threads that run handlers: a transactional {@code KafkaTemplate} finds the
 * handler's unit of work there, as the transaction in process. A thread calls
 * {@link #enter()} before its first handler and {@link #exit()} before it ends.
 */
public final class HandlerThreads {

	private final HandlerSends sends;

	private final ThreadLocal<@Nullable Binding> binding = new ThreadLocal<>();

	/**
	 * Create it.
	 * @param sends the factories to bind
	 */
	public HandlerThreads(HandlerSends sends) {
		this.sends = sends;
	}

	/**
	 * Prepare the current thread to run handlers. May be called before every event, at
	 * little cost: it then adds the factories that came since, such as lazy beans.
	 */
	public void enter() {
		List<BoundFactory<?, ?>> factories = this.sends.transactional();
		Binding binding = this.binding.get();
		if (binding == null) {
			binding = new Binding();
			this.binding.set(binding);
		}
		if (binding.seen < factories.size()) {
			binding.add(factories);
		}
	}

	/**
	 * Say whether the handler that has just ended has to be taken for failed although it
	 * may have returned: code in a {@code @Transactional} method joined the unit of work,
	 * was rolled back, and its exception was caught on the way. To be called after every
	 * call of a handler, whether it returned or threw.
	 * @return {@code true} if the effects of the event must be undone
	 */
	public boolean takeRollback() {
		Binding binding = this.binding.get();
		return binding != null && binding.takeRollback();
	}

	/**
	 * End what {@link #enter()} began. Does nothing on a thread that has not entered.
	 */
	public void exit() {
		Binding binding = this.binding.get();
		if (binding != null) {
			this.binding.remove();
			binding.end();
		}
	}

	private static final class Binding {

		private final Map<ProducerFactory<?, ?>, KafkaResourceHolder<?, ?>> holders = new LinkedHashMap<>();

		private int seen;

		void add(List<BoundFactory<?, ?>> factories) {
			List<BoundFactory<?, ?>> all = List.copyOf(factories);
			for (BoundFactory<?, ?> bound : all.subList(this.seen, all.size())) {
				KafkaResourceHolder<?, ?> holder = new KafkaResourceHolder<>(bound.producer(),
						ProducerFactoryUtils.DEFAULT_CLOSE_TIMEOUT);
				holder.setSynchronizedWithTransaction(true);
				TransactionSynchronizationManager.bindResource(bound.factory(), holder);
				this.holders.put(bound.factory(), holder);
			}
			this.seen = all.size();
		}

		boolean takeRollback() {
			boolean rollback = false;
			for (KafkaResourceHolder<?, ?> holder : this.holders.values()) {
				if (holder.isRollbackOnly()) {
					holder.resetRollbackOnly();
					rollback = true;
				}
			}
			return rollback;
		}

		void end() {
			this.holders.keySet().forEach(TransactionSynchronizationManager::unbindResourceIfPossible);
			this.holders.clear();
		}

	}

}
