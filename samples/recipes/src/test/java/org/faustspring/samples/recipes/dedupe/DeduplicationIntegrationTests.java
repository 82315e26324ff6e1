package org.faustspring.samples.recipes.dedupe;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.dedupe.Deduplication.Payment;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class DeduplicationIntegrationTests {

	@Autowired
	Topics topics;

	@Test
	void aPaymentThatIsSentAgainGoesOnOnce() {
		for (int round = 0; round < 3; round++) {
			this.topics.send("payments-received", "alice", new Payment("p-1", 100));
			this.topics.send("payments-received", "alice", new Payment("p-2", 200));
		}
		this.topics.send("payments-received", "alice", new Payment("last", 1));
		await().untilAsserted(() -> assertThat(this.topics.values("payments", Payment.class)).extracting(Payment::id)
			.containsExactly("p-1", "p-2", "last"));
	}

}
