package org.faustspring.engine.commit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsResult;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.after;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;

/**
 * Tests for {@link OpenTransactions}.
 */
class OpenTransactionsTests {

	private final Admin admin = mock(Admin.class);

	private final AtomicBoolean gone = new AtomicBoolean(true);

	private final OpenTransactions transactions = new OpenTransactions(this.admin, "app");

	@Test
	void transactionsOfTheInstanceAreEndedAndNoOthers() {
		willList(done(List.of(listing("app-one-0"), listing("app-one-restorer"), listing("app-two-0"),
				listing("app-one-0-x"), listing("other-one-0"))));
		willFence();

		this.transactions.abort("one", this.gone::get);

		then(this.admin).should().fenceProducers(List.of("app-one-0", "app-one-restorer"));
	}

	@Test
	void brokerThatIsAwayDoesNotKeepOthersFromBeingAskedAndIsAskedAgain() {
		willList(failed(), done(List.of(listing("app-one-0"))));
		willFence();

		this.transactions.abort("one", this.gone::get);

		then(this.admin).should().fenceProducers(List.of("app-one-0"));
		willList(done(List.of(listing("app-one-1"))), done(List.of()));
		then(this.admin).should(timeout(5000)).fenceProducers(List.of("app-one-1"));
	}

	@Test
	void instanceThatIsBackIsLeftAlone() {
		willList(failed());
		this.transactions.abort("one", this.gone::get);
		this.gone.set(false);
		willList(done(List.of(listing("app-one-0"))));

		then(this.admin).should(after(1200).never()).fenceProducers(anyCollection());
	}

	@Test
	void nothingIsFencedWhereNothingIsOpen() {
		willList(done(List.of()));

		this.transactions.abort("one", this.gone::get);

		then(this.admin).should(never()).fenceProducers(anyCollection());
	}

	private static TransactionListing listing(String transactionalId) {
		return new TransactionListing(transactionalId, 1, TransactionState.ONGOING);
	}

	private static KafkaFuture<Collection<TransactionListing>> done(List<TransactionListing> listed) {
		return KafkaFuture.completedFuture(listed);
	}

	private static KafkaFuture<Collection<TransactionListing>> failed() {
		KafkaFutureImpl<Collection<TransactionListing>> future = new KafkaFutureImpl<>();
		future.completeExceptionally(new TimeoutException("away"));
		return future;
	}

	@SafeVarargs
	private void willList(KafkaFuture<Collection<TransactionListing>>... brokers) {
		Map<Integer, KafkaFuture<Collection<TransactionListing>>> byBroker = new java.util.LinkedHashMap<>();
		for (KafkaFuture<Collection<TransactionListing>> broker : brokers) {
			byBroker.put(byBroker.size(), broker);
		}
		ListTransactionsResult result = mock(ListTransactionsResult.class);
		given(result.byBrokerId()).willReturn(KafkaFuture.completedFuture(byBroker));
		given(this.admin.listTransactions(any())).willReturn(result);
	}

	private void willFence() {
		FenceProducersResult result = mock(FenceProducersResult.class);
		given(result.all()).willReturn(KafkaFuture.completedFuture(null));
		given(this.admin.fenceProducers(anyCollection())).willReturn(result);
	}

}
