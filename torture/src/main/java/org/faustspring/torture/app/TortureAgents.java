package org.faustspring.torture.app;

import java.time.Duration;

import org.faustspring.agent.AgentCallTimeoutException;
import org.faustspring.agent.AgentRef;
import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.stream.Event;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Two co-partitioned sources, lanes, and calls of another agent in between.
 */
@Component
class TortureAgents {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final Table<String, Balance> balances;

	private final AgentRef<String, Balance> quote;

	private final Acts acts = new Acts();

	TortureAgents(Table<String, Balance> balances, AgentRef<String, Balance> quote) {
		this.balances = balances;
		this.quote = quote;
	}

	@Agent(topics = { TortureTopics.ORDERS, TortureTopics.PAYMENTS }, concurrency = 4, tables = TortureTopics.BALANCES)
	@Sink(topic = TortureTopics.BALANCE_UPDATES)
	@Nullable Result balance(Movement movement, Event<Movement> event) {
		String source = event.topic();
		Balance balance = this.balances.update(movement.account(), (old) -> old.plus(source, movement));
		Result result = this.acts.perform("balance/" + source, movement,
				TortureTopics.balanceGroup(source, movement.account()), balance.chain(source));
		return (result != null && movement.act() == Act.ASK) ? result.withAsked(ask(movement.account())) : result;
	}

	/** Faults may cost an answer, but must not cost the event. */
	private @Nullable Balance ask(String account) {
		while (true) {
			try {
				return this.quote.askAndWait(account, account, PATIENCE);
			}
			catch (AgentCallTimeoutException ex) {
				// Asked again
			}
		}
	}

}
