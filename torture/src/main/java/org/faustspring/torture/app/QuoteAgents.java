package org.faustspring.torture.app;

import java.util.concurrent.atomic.AtomicLong;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Every;
import org.faustspring.table.Table;
import org.faustspring.topic.Topic;

import org.springframework.stereotype.Component;

/**
 * An agent that is asked, by handlers and from outside, and a timer of each task.
 */
@Component
class QuoteAgents {

	private final Table<String, Balance> balances;

	private final Table<String, Tick> ticks;

	private final Topic<String, Tick> updates;

	QuoteAgents(Table<String, Balance> balances, Table<String, Tick> ticks, Topic<String, Tick> updates) {
		this.balances = balances;
		this.ticks = ticks;
		this.updates = updates;
	}

	@Agent(topics = TortureTopics.QUOTES, tables = { TortureTopics.BALANCES, TortureTopics.TICKS })
	Balance quote(String account) {
		Balance balance = this.balances.get(account);
		return (balance != null) ? balance : Balance.EMPTY;
	}

	@Every(value = "500ms", perTask = true, tables = { TortureTopics.BALANCES, TortureTopics.TICKS })
	void tick(int partition) {
		AtomicLong taken = new AtomicLong();
		this.balances.entries()
			.forEach((entry) -> taken.addAndGet(entry.value().orders().count() + entry.value().payments().count()));
		String key = TortureTopics.tickKey(partition);
		Tick tick = this.ticks.update(key, (old) -> new Tick(partition, old.n() + 1, taken.get()));
		this.updates.send(key, tick);
	}

}
