package org.faustspring.engine.commit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/**
 * Ends transactions of instances that are gone. Until their timeout nobody could read
 * what comes after them, nor take over the tasks that they commit. Any thread.
 */
public final class OpenTransactions {

	private static final Log logger = LogFactory.getLog(OpenTransactions.class);

	/** As long as a transaction lasts by default. */
	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final long PAUSE_MILLIS = 500;

	private final Admin admin;

	private final String appId;

	/**
	 * Create it.
	 * @param admin asks the brokers
	 * @param appId the App's id, with which transactional ids begin
	 */
	public OpenTransactions(Admin admin, String appId) {
		this.admin = admin;
		this.appId = appId;
	}

	/**
	 * Abort what an instance has left open, by fencing its producers; if it is not gone
	 * after all, it begins again from its last commits. Does not wait, and does not fail:
	 * where a broker has gone with the instance it tries again for a while, and
	 * transactions end at their timeout anyway.
	 * @param instanceId the instance
	 * @param gone whether it still is gone, asked before each attempt
	 */
	public void abort(String instanceId, BooleanSupplier gone) {
		abort(new Leftovers(instanceId, gone,
				Pattern.compile(Pattern.quote(this.appId + "-" + instanceId + "-") + "(\\d+|restorer)"),
				System.nanoTime() + PATIENCE.toNanos()));
	}

	private void abort(Leftovers leftovers) {
		AtomicBoolean retried = new AtomicBoolean();
		// A broker that is away does not keep the others from being asked.
		this.admin.listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
			.byBrokerId()
			.whenComplete((brokers, ex) -> {
				if (ex != null) {
					failed(leftovers, ex, retried);
					return;
				}
				brokers.values().forEach((broker) -> broker.whenComplete((listed, failure) -> {
					if (failure != null) {
						failed(leftovers, failure, retried);
					}
					else {
						fence(leftovers, listed, retried);
					}
				}));
			});
	}

	private void fence(Leftovers leftovers, Collection<TransactionListing> listed, AtomicBoolean retried) {
		List<String> ids = listed.stream()
			.map(TransactionListing::transactionalId)
			.filter((id) -> leftovers.ids.matcher(id).matches())
			.toList();
		if (ids.isEmpty()) {
			return;
		}
		this.admin.fenceProducers(ids).all().whenComplete((done, ex) -> {
			if (ex != null) {
				failed(leftovers, ex, retried);
			}
			else {
				logger.info("Ended the transactions %s of instance '%s', which is gone".formatted(ids,
						leftovers.instanceId));
			}
		});
	}

	private void failed(Leftovers leftovers, Throwable cause, AtomicBoolean retried) {
		if (!leftovers.gone.getAsBoolean() || !retried.compareAndSet(false, true)) {
			return;
		}
		if (System.nanoTime() - leftovers.until > 0) {
			logger.info("Transactions of instance '%s', which is gone, end at their timeout: %s"
				.formatted(leftovers.instanceId, cause));
			return;
		}
		logger.debug("Transactions of instance '%s' are not ended yet".formatted(leftovers.instanceId), cause);
		CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(() -> {
			if (leftovers.gone.getAsBoolean()) {
				abort(leftovers);
			}
		});
	}

	/**
	 * What is to be ended.
	 */
	private record Leftovers(String instanceId, BooleanSupplier gone, Pattern ids, long until) {

	}

}
