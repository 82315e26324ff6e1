package org.faustspring.samples.recipes.fanout;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.fanout.OrderRouting.Purchase;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class OrderRoutingIntegrationTests {

	@Autowired
	Topics topics;

	@Test
	void largePurchasesGoToReviewAndOthersOn() {
		this.topics.send("purchases", "a", new Purchase("a", 500));
		this.topics.send("purchases", "b", new Purchase("b", 500_000));
		this.topics.send("purchases", "c", new Purchase("c", 700));
		await().untilAsserted(
				() -> assertThat(this.topics.values("purchases-accepted", Purchase.class)).extracting(Purchase::id)
					.containsExactlyInAnyOrder("a", "c"));
		await().untilAsserted(
				() -> assertThat(this.topics.values("purchases-to-review", Purchase.class)).extracting(Purchase::id)
					.containsExactly("b"));
	}

}
