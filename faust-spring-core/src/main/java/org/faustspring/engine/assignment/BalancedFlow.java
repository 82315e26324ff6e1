package org.faustspring.engine.assignment;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How many tasks of each kind each member should own, as a flow of minimal cost from
 * kinds to members. Each further task costs a member more than the one before (balance),
 * each task beyond those it owns costs (moves), and each further task of one group costs
 * (spread); the weights are such that no number of moves outweighs balance and no spread
 * outweighs a move. Tasks arrive one by one along the cheapest path, which may push tasks
 * that are already placed on to other members, so the flow is optimal at every time.
 * Single-threaded.
 */
final class BalancedFlow {

	private final int kinds;

	private final List<BitSet> eligible;

	private final int[][] owned;

	private final int[][] counts;

	private final int[] load;

	/** The kinds of which a member has tasks at present. */
	private final BitSet[] present;

	private final long balanceWeight;

	private final long moveWeight;

	private final long spreadWeight;

	/** Potentials, distances and predecessors of nodes: the kinds, then the members. */
	private final long[] potential;

	private final long[] distance;

	private final int[] previous;

	private final BitSet reached = new BitSet();

	/**
	 * Create an empty flow.
	 * @param eligible for each kind the members its tasks may go to, at least one
	 * @param owned for each member and kind the number of tasks the member owns
	 * @param sizes for each kind the number of tasks that will arrive
	 */
	BalancedFlow(List<BitSet> eligible, int[][] owned, int[] sizes) {
		int members = owned.length;
		this.kinds = eligible.size();
		this.eligible = eligible;
		this.owned = owned;
		this.counts = new int[members][this.kinds];
		this.load = new int[members];
		this.present = new BitSet[members];
		Arrays.setAll(this.present, (member) -> new BitSet());
		this.potential = new long[this.kinds + members];
		this.distance = new long[this.kinds + members];
		this.previous = new int[this.kinds + members];
		Arrays.fill(this.distance, Long.MAX_VALUE);
		long tasks = Arrays.stream(sizes).asLongStream().sum();
		long greatestSpread = Arrays.stream(sizes).mapToLong((size) -> (long) size * size).sum();
		// Past some 30,000 tasks of one group the weights would overflow: give up spread
		boolean spread = Math.pow(tasks + 2, 2) * (greatestSpread + 1) < Long.MAX_VALUE / 16.0;
		this.spreadWeight = (spread) ? 1 : 0;
		this.moveWeight = (spread) ? (greatestSpread + 1) : 1;
		this.balanceWeight = (tasks + 1) * this.moveWeight;
	}

	/**
	 * Return for each member and kind how many tasks it should own.
	 */
	int[][] counts() {
		return this.counts;
	}

	/**
	 * Add one task.
	 * @param kind the kind of the task
	 */
	void add(int kind) {
		int last = cheapestPath(kind);
		this.load[last]++;
		int node = this.kinds + last;
		while (node != kind) {
			int from = this.previous[node];
			if (from < this.kinds) {
				change(node - this.kinds, from, 1);
			}
			else {
				change(from - this.kinds, node, -1);
			}
			node = from;
		}
	}

	private void change(int member, int kind, int difference) {
		this.counts[member][kind] += difference;
		this.present[member].set(kind, this.counts[member][kind] > 0);
	}

	/**
	 * Dijkstra's search over costs that potentials keep from being negative.
	 */
	private int cheapestPath(int source) {
		PriorityQueue<Step> queue = new PriorityQueue<>();
		long best = Long.MAX_VALUE;
		int last = -1;
		this.distance[source] = 0;
		this.reached.set(source);
		queue.add(new Step(0, source));
		while (!queue.isEmpty() && queue.element().distance() < best) {
			Step step = queue.remove();
			int node = step.node();
			if (step.distance() > this.distance[node]) {
				continue;
			}
			if (node < this.kinds) {
				BitSet members = this.eligible.get(node);
				for (int member = members.nextSetBit(0); member >= 0; member = members.nextSetBit(member + 1)) {
					long cost = costOfOneMore(member, node);
					long through = reach(node, this.kinds + member, cost, best, queue);
					if (through < Long.MAX_VALUE) {
						long end = through + costOfLoad(member);
						if (end < best) {
							best = end;
							last = member;
						}
					}
				}
			}
			else {
				int member = node - this.kinds;
				BitSet others = this.present[member];
				for (int kind = others.nextSetBit(0); kind >= 0; kind = others.nextSetBit(kind + 1)) {
					reach(node, kind, -costOfLast(member, kind), best, queue);
				}
			}
		}
		raisePotentials(best);
		return last;
	}

	/**
	 * Return the new distance of the node, or the greatest value if the way is no better
	 * than one that is known.
	 */
	private long reach(int from, int to, long cost, long best, PriorityQueue<Step> queue) {
		long through = this.distance[from] + cost + this.potential[from] - this.potential[to];
		if (through >= best || through >= this.distance[to]) {
			return Long.MAX_VALUE;
		}
		this.distance[to] = through;
		this.previous[to] = from;
		this.reached.set(to);
		queue.add(new Step(through, to));
		return through;
	}

	/**
	 * Only differences of potentials matter: instead of raising all nodes by the length
	 * of the path, lower those that are nearer. The end of all paths then stays at zero.
	 */
	private void raisePotentials(long best) {
		for (int node = this.reached.nextSetBit(0); node >= 0; node = this.reached.nextSetBit(node + 1)) {
			this.potential[node] -= Math.max(0, best - this.distance[node]);
			this.distance[node] = Long.MAX_VALUE;
		}
		this.reached.clear();
	}

	private long costOfLoad(int member) {
		return this.balanceWeight * (2L * this.load[member] + 1) + this.potential[this.kinds + member];
	}

	private long costOfOneMore(int member, int kind) {
		return costOf(member, kind, this.counts[member][kind] + 1);
	}

	private long costOfLast(int member, int kind) {
		return costOf(member, kind, this.counts[member][kind]);
	}

	private long costOf(int member, int kind, int count) {
		return this.spreadWeight * (2L * count - 1) + ((count > this.owned[member][kind]) ? this.moveWeight : 0);
	}

	private record Step(long distance, int node) implements Comparable<Step> {

		@Override
		public int compareTo(Step other) {
			int order = Long.compare(this.distance, other.distance);
			return (order != 0) ? order : Integer.compare(this.node, other.node);
		}

	}

}
