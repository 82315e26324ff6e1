package org.faustspring.engine.commit;

import java.util.Collection;
import java.util.List;
import java.util.Set;
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
	 * transactions end at their timeout anyway.
	 * @param instanceId the instance
	 */
	public void abort(String instanceId) {
		Pattern own = Pattern.compile(Pattern.quote(this.appId + "-" + instanceId + "-") + "(\\d+|restorer)");
		this.admin.listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
			.all()
			.whenComplete((listed, ex) -> {
				if (ex != null) {
					report(instanceId, ex);
					return;
				}
				fence(instanceId,
						listed.stream()
							.map(TransactionListing::transactionalId)
							.filter((id) -> own.matcher(id).matches())
							.toList());
			});
	}

	private void fence(String instanceId, List<String> transactionalIds) {
		if (transactionalIds.isEmpty()) {
			return;
		}
		this.admin.fenceProducers((Collection<String>) transactionalIds).all().whenComplete((done, ex) -> {
			if (ex != null) {
				report(instanceId, ex);
			}
			else {
				logger.info("Ended the transactions %s of instance '%s', which is gone".formatted(transactionalIds,
						instanceId));
			}
		});
	}

	private static void report(String instanceId, Throwable cause) {
		logger.info(
				"Transactions of instance '%s', which is gone, end at their timeout: %s".formatted(instanceId, cause));
	}

}
