package org.faustspring.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.faustspring.app.InstanceReplacedException;
import org.faustspring.engine.client.ReadErrors;
import org.faustspring.engine.commit.Group;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;
import org.faustspring.engine.task.TaskState;
import org.faustspring.engine.thread.Commands;
import org.jspecify.annotations.Nullable;

/**
 * The member of the group: takes and gives up tasks as the group decides, and commits
 * their offsets. It reads nothing, as workers do that. Everything else asks it by
 * commands. It never waits for handlers, except, within a budget, when tasks are taken
 * away. {@link #run()} belongs to its thread; the methods of {@link Group} may be called
 * by any.
 */
final class Poller implements Group, Runnable {

	private static final Log logger = LogFactory.getLog(Poller.class);

	private static final Duration POLL_TIME = Duration.ofMillis(10);

	private static final Duration MAX_COMMIT_TIME = Duration.ofSeconds(5);

	/** Well before a transaction ends by itself. */
	private static final long LONGEST_REBALANCE_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final Consumer<byte[], byte[]> consumer;

	private final TaskOwnership ownership;

	private final RepartitionPurge purge;

	private final OffsetCommits commits;

	private final GroupPlace place;

	private final Duration revokeBudget;

	private final Duration stopBudget;

	private final Commands commands = new Commands();

	private volatile ConsumerGroupMetadata groupMetadata;

	/** When the consumer was last polled, in {@link System#nanoTime()}. */
	private volatile long polled = System.nanoTime();

	/** Since when a rebalance is under way, in {@link System#nanoTime()}, or 0. */
	private volatile long rebalancingSince;

	private volatile boolean stopping;

	/** Whether to leave the group at the end; a member that stays keeps its tasks. */
	private volatile boolean leaving = true;

	/** Nobody answers commands any more. */
	private volatile boolean ended;

	/**
	 * What a rebalance callback has thrown; the consumer would go on as if nothing was.
	 */
	private @Nullable RuntimeException rebalanceFailure;

	/** There is nothing to read: all agents consume channels. */
	private boolean idle;

	/** How to subscribe. */
	private Runnable subscription = () -> {
	};

	/** What this instance had in the group is not its any more. */
	private boolean fenced;

	private final ReadErrors errors = new ReadErrors("The group could not be polled");

	Poller(Consumer<byte[], byte[]> consumer, TaskOwnership ownership, RepartitionPurge purge, GroupPlace place,
			Duration maxPollInterval, Duration stopBudget) {
		this.consumer = consumer;
		this.ownership = ownership;
		this.purge = purge;
		this.place = place;
		this.groupMetadata = consumer.groupMetadata();
		this.revokeBudget = maxPollInterval.dividedBy(5);
		Duration quarter = maxPollInterval.dividedBy(4);
		this.commits = new OffsetCommits(consumer,
				(quarter.compareTo(MAX_COMMIT_TIME) < 0) ? quarter : MAX_COMMIT_TIME);
		this.stopBudget = stopBudget;
	}

	/**
	 * Subscribe; before {@link #run()}.
	 * @param topics the topics by name
	 * @param pattern the pattern of all topics, or {@code null} if the names are all
	 */
	void subscribe(Collection<String> topics, @Nullable Pattern pattern) {
		this.idle = pattern == null && topics.isEmpty();
		if (pattern != null) {
			this.subscription = () -> this.consumer.subscribe(pattern, new Rebalances());
		}
		else if (!this.idle) {
			this.subscription = () -> this.consumer.subscribe(topics, new Rebalances());
		}
		this.subscription.run();
	}

	@Override
	public CompletableFuture<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets, BooleanSupplier owned) {
		OffsetCommits.Pending commit = new OffsetCommits.Pending(offsets, owned, new CompletableFuture<>());
		this.commands.add(() -> this.commits.add(commit));
		if (this.ended) {
			commit.fail("The App has left the group", null);
		}
		return commit.done();
	}

	@Override
	public ConsumerGroupMetadata metadata() {
		return this.groupMetadata;
	}

	@Override
	public boolean rebalancing() {
		long since = this.rebalancingSince;
		return since != 0 && !this.stopping && System.nanoTime() - since < LONGEST_REBALANCE_NANOS;
	}

	/** The consumer asks to join the group. On the poller's thread. */
	void joins() {
		if (this.rebalancingSince == 0) {
			this.rebalancingSince = Math.max(1, System.nanoTime());
		}
	}

	/**
	 * Run something on the poller's thread.
	 * @param command what to run
	 */
	void execute(Runnable command) {
		this.commands.add(command);
	}

	/**
	 * Return how long ago the consumer was polled. Any thread.
	 * @return the time
	 */
	Duration sincePolled() {
		return Duration.ofNanos(System.nanoTime() - this.polled);
	}

	/**
	 * Have the group rebalance.
	 * @param reason why
	 * @param needed asked right before, in the poller's thread: a rebalance that has come
	 * meanwhile may have done it
	 */
	void rejoin(String reason, BooleanSupplier needed) {
		this.commands.add(() -> {
			if (needed.getAsBoolean()) {
				logger.info("Asks for a rebalance: %s".formatted(reason));
				this.consumer.enforceRebalance(reason);
			}
		});
	}

	/**
	 * Commit and end, as soon as possible.
	 * @param leave whether to leave the group, or to keep the tasks for when this
	 * instance comes back
	 */
	void stop(boolean leave) {
		this.leaving = leave;
		this.stopping = true;
	}

	@Override
	public void run() {
		try {
			while (!this.stopping) {
				step();
			}
			giveUp(this.ownership.all(), true, this.stopBudget);
		}
		catch (RuntimeException | Error ex) {
			logger.error("The poller cannot go on", ex);
			this.leaving = true;
			this.ownership.failed((ex instanceof FencedInstanceIdException) ? new InstanceReplacedException(
					this.groupMetadata.groupId(), this.groupMetadata.groupInstanceId().orElse("?"), ex) : ex);
			giveUp(this.ownership.all(), false, this.revokeBudget);
		}
		finally {
			this.commits.failAll();
			close();
		}
	}

	private void close() {
		try {
			this.consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT)
				.withGroupMembershipOperation(this.leaving ? CloseOptions.GroupMembershipOperation.LEAVE_GROUP
						: CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
		}
		catch (KafkaException ex) {
			logger.info("The consumer did not close cleanly: %s".formatted(ex));
		}
		// Whoever asks from now on gets an answer too.
		this.ended = true;
		runCommands();
		this.commits.failAll();
	}

	private void step() {
		if (this.idle) {
			serve(System.nanoTime() + POLL_TIME.toNanos(), List.of());
			return;
		}
		try {
			runCommands();
			this.consumer.poll(POLL_TIME);
			noteMembership();
			this.polled = System.nanoTime();
			this.purge.purgeIfDue(this.ownership.all());
			this.errors.succeeded();
		}
		catch (InterruptException ex) {
			throw ex;
		}
		catch (FencedInstanceIdException ex) {
			joinAgain(ex);
		}
		catch (KafkaException ex) {
			if (this.rebalanceFailure != null) {
				throw this.rebalanceFailure;
			}
			this.errors.failed(ex);
			if (this.errors.tooMany()) {
				throw ex;
			}
			serve(System.nanoTime() + ReadErrors.PAUSE.toNanos(), List.of());
		}
	}

	/**
	 * The coordinator takes this instance for another process: give everything up, and
	 * join as a new member, unless there is such a process.
	 */
	private void joinAgain(FencedInstanceIdException ex) {
		logger.warn(
				("Group '%s' says that another member has joined as instance '%s'. If that is another process, it stays and "
						+ "this one fails; otherwise this one joins again: %s")
					.formatted(this.groupMetadata.groupId(), this.groupMetadata.groupInstanceId().orElse("?"), ex));
		this.fenced = true;
		this.consumer.unsubscribe();
		this.fenced = false;
		this.place.lost();
		while (!this.stopping && !this.place.free()) {
			if (this.place.taken()) {
				throw ex;
			}
			this.polled = System.nanoTime();
			serve(System.nanoTime() + ReadErrors.PAUSE.toNanos(), List.of());
		}
		this.subscription.run();
	}

	private void noteMembership() {
		this.groupMetadata = this.consumer.groupMetadata();
		this.place.held(this.groupMetadata);
	}

	private void runCommands() {
		this.commands.run();
		this.commits.serve();
	}

	/** Give tasks up; whoever needs longer than the budget is cut off. */
	private void giveUp(Collection<Task> tasks, boolean commit, Duration budget) {
		if (tasks.isEmpty()) {
			return;
		}
		List<CompletableFuture<Void>> closing = this.ownership.close(tasks, commit);
		if (!closing.isEmpty()) {
			serve(System.nanoTime() + budget.toNanos(), closing);
		}
		for (Task task : tasks) {
			if (task.state() != TaskState.CLOSED && !task.abandoned()) {
				logger.warn(("Task %s was not done within %d ms and is cut off: what it has not committed is processed "
						+ "again by its next owner")
					.formatted(task.id(), budget.toMillis()));
				task.abandon();
			}
			this.commits.disown(task.inputs().stream().map(Input::topicPartition).toList());
		}
	}

	/** Serve commands until a time, or until nobody needs it any more. */
	private void serve(long deadline, List<CompletableFuture<Void>> until) {
		do {
			if (!until.isEmpty() && until.stream().allMatch(CompletableFuture::isDone)) {
				return;
			}
			try {
				this.commands.await(2, TimeUnit.MILLISECONDS);
				runCommands();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
		while (System.nanoTime() - deadline < 0 && (!this.stopping || !until.isEmpty()));
	}

	/**
	 * Follows the group's decisions. Called inside {@code poll}.
	 */
	private final class Rebalances implements ConsumerRebalanceListener {

		@Override
		public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
			Poller.this.rebalancingSince = 0;
			guarded(() -> take(partitions));
		}

		private void take(Collection<TopicPartition> partitions) {
			noteMembership();
			// Whoever is in a group has to have a position, though nothing is read here.
			partitions.forEach((partition) -> Poller.this.consumer.seek(partition, 0));
			Poller.this.consumer.pause(partitions);
			Poller.this.commits.own(partitions);
			Poller.this.ownership.assigned(partitions);
		}

		@Override
		public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
			// Tasks that are taken away are committed now: the new generation is known.
			Poller.this.rebalancingSince = 0;
			if (Poller.this.fenced) {
				onPartitionsLost(partitions);
				return;
			}
			guarded(() -> {
				noteMembership();
				Set<Task> tasks = tasksOf(partitions);
				giveUp(tasks, true, Poller.this.revokeBudget);
				takeRest(tasks, partitions);
			});
		}

		/** Where only some of a task's topics are gone, it goes on with the others. */
		private void takeRest(Set<Task> tasks, Collection<TopicPartition> gone) {
			Set<TopicPartition> rest = new HashSet<>();
			tasks.forEach((task) -> task.inputs().forEach((input) -> rest.add(input.topicPartition())));
			rest.removeAll(gone);
			rest.retainAll(Poller.this.consumer.assignment());
			if (!rest.isEmpty()) {
				take(rest);
			}
		}

		@Override
		public void onPartitionsLost(Collection<TopicPartition> partitions) {
			Poller.this.rebalancingSince = 0;
			guarded(() -> lose(partitions));
		}

		private void lose(Collection<TopicPartition> partitions) {
			logger.warn("This instance was taken for dead and has lost %s; what it has not committed is processed again"
				.formatted(partitions));
			Poller.this.commits.disown(partitions);
			Set<Task> tasks = tasksOf(partitions);
			tasks.forEach(Task::abandon);
			// There is nothing to wait for: what they have cannot be committed any more.
			giveUp(tasks, false, Duration.ZERO);
			Poller.this.runCommands();
			takeRest(tasks, partitions);
		}

		private void guarded(Runnable callback) {
			try {
				callback.run();
			}
			catch (RuntimeException ex) {
				Poller.this.rebalanceFailure = ex;
				throw ex;
			}
		}

		private Set<Task> tasksOf(Collection<TopicPartition> partitions) {
			Set<Task> tasks = new HashSet<>();
			for (TopicPartition partition : partitions) {
				Task task = Poller.this.ownership.taskOf(partition);
				if (task != null) {
					tasks.add(task);
				}
			}
			return tasks;
		}

	}

}
