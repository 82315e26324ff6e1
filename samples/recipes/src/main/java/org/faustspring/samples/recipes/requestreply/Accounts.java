package org.faustspring.samples.recipes.requestreply;

import java.util.concurrent.CompletableFuture;

import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class Accounts {

	@Bean
	Table<String, Long> balances(FaustApp app) {
		return app.table("balances", String.class, Long.class).defaultValue(0L).build();
	}

	@Component
	static class Bookkeeper {

		private final Table<String, Long> balances;

		Bookkeeper(Table<String, Long> balances) {
			this.balances = balances;
		}

		// Bookings of an account come one after the other, to the instance that has it
		@Agent(topics = "bookings")
		Balance book(Booking booking) {
			long balance = this.balances.getOrDefault(booking.account(), 0L);
			boolean covered = balance + booking.cents() >= 0;
			if (covered) {
				balance += booking.cents();
				this.balances.put(booking.account(), balance);
			}
			return new Balance(booking.account(), balance, covered);
		}

	}

	@RestController
	static class AccountController {

		private final AgentRef<Booking, Balance> book;

		AccountController(AgentRef<Booking, Balance> book) {
			this.book = book;
		}

		// Any instance may be asked: the answer comes from the one that has the account
		@PostMapping("/accounts/{account}/book")
		CompletableFuture<Balance> book(@PathVariable String account, @RequestParam long cents) {
			return this.book.ask(account, new Booking(account, cents));
		}

	}

	record Booking(String account, long cents) {

	}

	record Balance(String account, long cents, boolean booked) {

	}

}
// end::recipe[]
