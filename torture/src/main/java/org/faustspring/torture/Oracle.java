package org.faustspring.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.faustspring.torture.app.Act;
import org.faustspring.torture.app.Balance;
import org.faustspring.torture.app.Chain;
import org.faustspring.torture.app.Movement;
import org.faustspring.torture.app.Sale;
import org.faustspring.torture.app.TortureTopics;
import org.jspecify.annotations.Nullable;

/**
 * What has to come out, computed from the input alone. Any thread.
 */
final class Oracle {

	private final Map<String, Expected> balances = new TreeMap<>();

	private final Map<String, Expected> sales = new TreeMap<>();

	private final Map<String, Map<String, Integer>> letters = new HashMap<>();

	private final Map<String, Map<Integer, Long>> fed = new HashMap<>();

	private final Map<Act, Integer> acts = new java.util.EnumMap<>(Act.class);

	private long events;

	private long unreadable;

	/** Take note of a record before it is sent. */
	synchronized void add(Fed record) {
		this.events++;
		this.fed.computeIfAbsent(record.source(), (source) -> new TreeMap<>()).merge(record.partition(), 1L, Long::sum);
		Movement movement = record.movement();
		boolean order = record.source().equals(TortureTopics.ORDERS);
		if (movement == null || movement.act().fails()) {
			// One letter for each agent that reads the source
			this.letters.computeIfAbsent(record.source(), (source) -> new TreeMap<>())
				.put(record.value(), order ? 2 : 1);
		}
		if (movement == null) {
			this.unreadable++;
			return;
		}
		this.acts.merge(movement.act(), 1, Integer::sum);
		if (movement.act().fails() && movement.act() != Act.LARGE) {
			return;
		}
		take(this.balances, TortureTopics.balanceGroup(record.source(), movement.account()), movement);
		if (order) {
			take(this.sales, TortureTopics.saleGroup(movement.product(), movement.lane()), movement);
		}
	}

	private static void take(Map<String, Expected> groups, String group, Movement movement) {
		groups.computeIfAbsent(group, (name) -> new Expected()).add(movement);
	}

	synchronized long events() {
		return this.events;
	}

	synchronized String misdeeds() {
		return "%s, %d unreadable".formatted(this.acts, this.unreadable);
	}

	synchronized Map<Integer, Long> fed(String source) {
		return new TreeMap<>(this.fed.getOrDefault(source, Map.of()));
	}

	/** How often each failed record is to be in a source's dead-letter topic. */
	synchronized Map<String, Integer> letters(String source) {
		return new TreeMap<>(this.letters.getOrDefault(source, Map.of()));
	}

	/** What is wrong with an account's state at any time, or {@code null}. */
	synchronized @Nullable String wrong(String account, Balance balance) {
		for (String source : TortureTopics.SOURCES) {
			String wrong = wrong(this.balances, TortureTopics.balanceGroup(source, account), balance.chain(source));
			if (wrong != null) {
				return wrong;
			}
		}
		return null;
	}

	/** What is wrong with a product's state at any time, or {@code null}. */
	synchronized @Nullable String wrong(String product, Sale sale) {
		for (Map.Entry<Integer, Chain> lane : sale.lanes().entrySet()) {
			String wrong = wrong(this.sales, TortureTopics.saleGroup(product, lane.getKey()), lane.getValue());
			if (wrong != null) {
				return wrong;
			}
		}
		return null;
	}

	/**
	 * Whether an account's state, as an agent has answered with it, was undone after
	 * that.
	 */
	synchronized boolean undone(String account, Balance balance) {
		return TortureTopics.SOURCES.stream().allMatch((source) -> {
			String group = TortureTopics.balanceGroup(source, account);
			return wrong(this.balances, group, balance.chain(source)) == null
					|| undone(true, group, balance.chain(source));
		});
	}

	/** Whether a result's chain was undone after the result had been sent. */
	synchronized boolean undone(boolean balance, String group, Chain chain) {
		Expected expected = (balance ? this.balances : this.sales).get(group);
		return expected != null && expected.undone(chain);
	}

	/** What is wrong with a chain in a result, or {@code null}. */
	synchronized @Nullable String wrong(boolean balance, String group, Chain chain) {
		return wrong(balance ? this.balances : this.sales, group, chain);
	}

	private static @Nullable String wrong(Map<String, Expected> groups, String group, Chain chain) {
		Expected expected = groups.get(group);
		Chain right = (expected != null) ? expected.chain(chain.count()) : Chain.EMPTY;
		return chain.equals(right) ? null : "%s is %s, after so many events it is %s".formatted(group, chain, right);
	}

	/** The table {@code balances} after all events. */
	synchronized Map<String, Balance> finalBalances() {
		Map<String, Balance> all = new TreeMap<>();
		this.balances.forEach((group, expected) -> {
			String[] parts = group.split("/");
			Balance old = all.getOrDefault(parts[1], Balance.EMPTY);
			if (expected.chains.isEmpty()) {
				return;
			}
			Chain last = expected.chain(expected.chains.size());
			all.put(parts[1], parts[0].equals(TortureTopics.ORDERS) ? new Balance(last, old.payments())
					: new Balance(old.orders(), last));
		});
		return all;
	}

	/** The table {@code sales} after all events. */
	synchronized Map<String, Sale> finalSales() {
		Map<String, Sale> all = new TreeMap<>();
		this.sales.forEach((group, expected) -> {
			String[] parts = group.split("/");
			if (expected.chains.isEmpty()) {
				return;
			}
			Map<Integer, Chain> lanes = new TreeMap<>(all.getOrDefault(parts[0], Sale.EMPTY).lanes());
			lanes.put(Integer.valueOf(parts[1]), expected.chain(expected.chains.size()));
			all.put(parts[0], new Sale(lanes));
		});
		return all;
	}

	/** The events with a result, in order, as {@code account/n} by group. */
	synchronized Map<String, List<String>> answers(boolean balance) {
		Map<String, List<String>> answers = new TreeMap<>();
		(balance ? this.balances : this.sales).forEach((group, expected) -> {
			if (!expected.answers.isEmpty()) {
				answers.put(group, List.copyOf(expected.answers));
			}
		});
		return answers;
	}

	/** Whether an event asks another agent. */
	synchronized boolean asks(String group, long n) {
		Expected expected = this.balances.get(group);
		return expected != null && expected.asking.contains(n);
	}

	private static final class Expected {

		private final Set<Long> asking = new HashSet<>();

		private final List<Chain> chains = new ArrayList<>();

		/** With those that are refused after they were taken. */
		private final List<Movement> all = new ArrayList<>();

		private final List<String> answers = new ArrayList<>();

		void add(Movement movement) {
			this.all.add(movement);
			if (movement.act().fails()) {
				return;
			}
			this.chains.add(chain(this.chains.size()).plus(movement));
			if (movement.act() == Act.ASK) {
				this.asking.add(movement.n());
			}
			if (movement.act().answers()) {
				this.answers.add(movement.account() + "/" + movement.n());
			}
		}

		/**
		 * Whether a chain is one that was undone: that of an event whose result was
		 * refused, or of one that came after it and before that was known.
		 */
		boolean undone(Chain chain) {
			for (int refused = 0; refused < this.all.size(); refused++) {
				if (this.all.get(refused).act() == Act.LARGE && endsWith(chain, refused)) {
					return true;
				}
			}
			return false;
		}

		private boolean endsWith(Chain chain, int refused) {
			Chain next = Chain.EMPTY;
			for (int i = 0; i < this.all.size(); i++) {
				if (i < refused && this.all.get(i).act().fails()) {
					continue;
				}
				next = next.plus(this.all.get(i));
				if (i >= refused && next.equals(chain)) {
					return true;
				}
			}
			return false;
		}

		Chain chain(long count) {
			if (count == 0) {
				return Chain.EMPTY;
			}
			return (count > 0 && count <= this.chains.size()) ? this.chains.get((int) count - 1)
					: new Chain(this.chains.size(), -1, -1, -1);
		}

	}

}
