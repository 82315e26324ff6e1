package org.faustspring.samples.recipes.requestreply;

import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.requestreply.Accounts.Balance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

@RecipesTest
class AccountsIntegrationTests {

	@LocalServerPort
	int port;

	@Test
	void theAnswerIsThatOfTheAgentThatOwnsTheAccount() {
		assertThat(book("alice", 500)).isEqualTo(new Balance("alice", 500, true));
		assertThat(book("alice", -200)).isEqualTo(new Balance("alice", 300, true));
		assertThat(book("alice", -400)).isEqualTo(new Balance("alice", 300, false));
		assertThat(book("bob", 1)).isEqualTo(new Balance("bob", 1, true));
	}

	private @Nullable Balance book(String account, long cents) {
		return RestClient.create("http://localhost:" + this.port)
			.post()
			.uri("/accounts/{account}/book?cents={cents}", account, cents)
			.retrieve()
			.body(Balance.class);
	}

}
