package org.faustspring.samples.recipes.repartition;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.repartition.ProductCounting.CustomerOrder;
import org.faustspring.samples.recipes.repartition.ProductCounting.ProductTotal;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class ProductCountingIntegrationTests {

	@Autowired
	Topics topics;

	@Test
	void ordersOfAllCustomersAreAddedUpByProduct() {
		for (int i = 0; i < 20; i++) {
			this.topics.send("orders-by-customer", "customer-" + i, new CustomerOrder("customer-" + i, "tea", 2));
		}
		await().untilAsserted(() -> assertThat(this.topics.values("product-totals", ProductTotal.class)).hasSize(20)
			.last()
			.isEqualTo(new ProductTotal("tea", 40)));
		assertThat(this.topics.records("product-totals")).allMatch((record) -> record.key().equals("tea"));
	}

}
