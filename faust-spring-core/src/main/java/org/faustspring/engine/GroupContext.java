package org.faustspring.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.faustspring.engine.assignment.AssignorContext;
import org.faustspring.engine.assignment.CopartitionGroups;
import org.faustspring.engine.assignment.CopyState;
import org.faustspring.engine.assignment.InstanceInfo;
import org.faustspring.engine.assignment.TaskId;
import org.faustspring.engine.assignment.TaskOwners;
import org.faustspring.engine.commit.OpenTransactions;
import org.faustspring.engine.standby.Standbys;
import org.faustspring.engine.topology.Topology;
import org.faustspring.table.store.TableStores;
import org.jspecify.annotations.Nullable;

/**
 * What the assignor is told of this instance, and what it tells of the others. Any
 * thread.
 */
final class GroupContext implements AssignorContext {

	private final Topology topology;

	private final String instanceId;

	private final Supplier<@Nullable String> url;

	private final int standbyReplicas;

	private final TableStores stores;

	private final AtomicInteger rejoins = new AtomicInteger();

	private volatile TaskOwners owners = TaskOwners.none();

	private volatile @Nullable Standbys standbys;

	private volatile @Nullable Poller poller;

	private volatile @Nullable OpenTransactions transactions;

	GroupContext(Topology topology, String instanceId, Supplier<@Nullable String> url, int standbyReplicas,
			TableStores stores) {
		this.topology = topology;
		this.instanceId = instanceId;
		this.url = url;
		this.standbyReplicas = standbyReplicas;
		this.stores = stores;
	}

	/**
	 * Before the group is joined.
	 * @param copies keeps copies
	 * @param member joins again
	 * @param open ends transactions of instances that are gone, {@code null} if there are
	 * no transactions
	 */
	void connect(Standbys copies, Poller member, @Nullable OpenTransactions open) {
		this.transactions = open;
		this.standbys = copies;
		this.poller = member;
	}

	@Override
	public CopartitionGroups groups() {
		return this.topology.groups();
	}

	@Override
	public void joins() {
		Poller member = this.poller;
		if (member != null) {
			member.joins();
		}
	}

	@Override
	public InstanceInfo instance() {
		return new InstanceInfo(this.instanceId, this.url.get());
	}

	@Override
	public boolean hasTables(String group) {
		return !this.topology.tablesOf(group).isEmpty();
	}

	@Override
	public int standbyReplicas() {
		return this.standbyReplicas;
	}

	@Override
	public Map<TaskId, CopyState> copies() {
		Map<TaskId, CopyState> copies = new HashMap<>();
		Instant now = Instant.now();
		Map<String, TaskId> tasks = tasksWithTables();
		this.stores.resting(tasks.keySet())
			.forEach((task, written) -> copies.put(java.util.Objects.requireNonNull(tasks.get(task)),
					CopyState.resting(Duration.between(written, now))));
		Standbys kept = this.standbys;
		if (kept != null) {
			copies.putAll(kept.states());
		}
		return copies;
	}

	private Map<String, TaskId> tasksWithTables() {
		Map<String, TaskId> tasks = new TreeMap<>();
		this.topology.tables().keySet().forEach((group) -> {
			int count = this.topology.partitions().getOrDefault(group, 0);
			for (int partition = 0; partition < count; partition++) {
				TaskId task = new TaskId(group, partition);
				tasks.put(task.toString(), task);
			}
		});
		return tasks;
	}

	@Override
	public int layout() {
		// Strings and numbers have the same hash in every process.
		return this.topology.partitions().hashCode();
	}

	@Override
	public int rejoins() {
		return this.rejoins.get();
	}

	@Override
	public void assignmentOutdated() {
		rejoin("this instance has changed while it was away", () -> true);
	}

	/**
	 * Copies are warm whose tasks shall move here.
	 */
	void warm() {
		Standbys kept = this.standbys;
		if (kept != null) {
			rejoin("copies of tasks that shall move here are warm", kept::canMoveHere);
		}
	}

	/** Have the group rebalance, though nobody has come or gone. */
	private void rejoin(String reason, BooleanSupplier needed) {
		this.rejoins.incrementAndGet();
		Poller member = this.poller;
		if (member != null) {
			member.rejoin(reason, needed);
		}
	}

	@Override
	public void ownersChanged(TaskOwners changed) {
		TaskOwners before = this.owners;
		this.owners = changed;
		OpenTransactions left = this.transactions;
		if (left != null && this.instanceId.equals(changed.firstInstance())) {
			// One instance does it for all.
			changed.missing(before).forEach((gone) -> left.abort(gone, () -> this.owners.ownedBy(gone).isEmpty()));
		}
		Standbys kept = this.standbys;
		if (kept != null) {
			kept.keep(changed.standbysAt(this.instanceId), changed.inheritedBy(this.instanceId),
					changed.ownedBy(this.instanceId));
		}
	}

	/**
	 * Return where the group's tasks are, as of the last rebalance.
	 * @return the owners
	 */
	TaskOwners owners() {
		return this.owners;
	}

}
