package org.faustspring.engine.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.engine.client.HandlerSends.BoundFactory;
import org.faustspring.engine.unit.UnitOfWork;
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

	private final ThreadLocal<@Nullable Entered> entered = new ThreadLocal<>();

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
		enter(null);
	}

	/**
	 * As {@link #enter()}, for a caller that has mostly entered on the same thread before
	 * and so spares looking for what is known of it.
	 * @param last what the last call returned, {@code null} for the first
	 * @return what is known of the current thread
	 */
	public Entered enter(@Nullable Entered last) {
		Entered entered = (last != null && last.current()) ? last : entered();
		List<BoundFactory<?, ?>> factories = this.sends.transactional();
		if (entered.seen < factories.size()) {
			entered.add(factories);
		}
		return entered;
	}

	private Entered entered() {
		Entered entered = this.entered.get();
		if (entered == null) {
			entered = new Entered();
			this.entered.set(entered);
		}
		return entered;
	}

	/**
	 * Say whether the handler that has just ended has to be taken for failed although it
	 * may have returned: code in a {@code @Transactional} method joined the unit of work,
	 * was rolled back, and its exception was caught on the way. To be called after every
	 * call of a handler, whether it returned or threw.
	 * @return {@code true} if the effects of the event must be undone
	 */
	public boolean takeRollback() {
		Entered entered = this.entered.get();
		return entered != null && entered.takeRollback();
	}

	/**
	 * End what {@link #enter()} began. Does nothing on a thread that has not entered.
	 */
	public void exit() {
		Entered entered = this.entered.get();
		if (entered != null) {
			this.entered.remove();
			entered.end();
		}
	}

	/**
	 * What is bound to one thread that runs handlers. Belongs to that thread.
	 */
	public static final class Entered {

		private final Thread thread = Thread.currentThread();

		private final UnitOfWork.Place place = UnitOfWork.place();

		private final Map<ProducerFactory<?, ?>, KafkaResourceHolder<?, ?>> holders = new LinkedHashMap<>();

		private int seen;

		private boolean ended;

		private Entered() {
		}

		/**
		 * Tell whether this is about the current thread. Any thread.
		 * @return whether it is, and the thread has not exited
		 */
		public boolean current() {
			return this.thread == Thread.currentThread() && !this.ended;
		}

		/**
		 * Return where the thread's unit of work is.
		 * @return the place
		 */
		public UnitOfWork.Place place() {
			return this.place;
		}

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

		/**
		 * As {@link HandlerThreads#takeRollback()}, on the thread that this was returned
		 * to.
		 * @return {@code true} if the effects of the event must be undone
		 */
		public boolean takeRollback() {
			if (this.holders.isEmpty()) {
				return false;
			}
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
			this.ended = true;
			this.holders.keySet().forEach(TransactionSynchronizationManager::unbindResourceIfPossible);
			this.holders.clear();
		}

	}

}
