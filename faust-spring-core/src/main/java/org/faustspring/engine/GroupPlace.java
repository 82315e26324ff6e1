package org.faustspring.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * This instance's place in the group, and whether it may be taken again when the
 * coordinator says that somebody else has it. That need not be another process: a broker
 * that has stood still answers joins although it is no coordinator any more, and the one
 * that is does not know of them. Then an earlier membership of this process is
 * registered, or one that nobody keeps alive. Belongs to the poller.
 */
class GroupPlace {

	private static final Log logger = LogFactory.getLog(GroupPlace.class);

	/** The coordinator may look a little later than it could. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Admin admin;

	private final String groupId;

	private final String instanceId;

	private final Duration longest;

	private final Set<String> own = new HashSet<>();

	private @Nullable Future<ConsumerGroupDescription> asked;

	private @Nullable String other;

	private long otherSince;

	/**
	 * Create the place of an instance.
	 * @param admin asks the coordinator
	 * @param groupId the group
	 * @param instanceId the id of the instance, as the group knows it
	 * @param sessionTimeout after which time a member that does not report is removed
	 */
	GroupPlace(Admin admin, String groupId, String instanceId, Duration sessionTimeout) {
		this.admin = admin;
		this.groupId = groupId;
		this.instanceId = instanceId;
		this.longest = sessionTimeout.multipliedBy(3).dividedBy(2).plus(GRACE);
	}

	/** Take note of a membership of this process. */
	void held(ConsumerGroupMetadata membership) {
		this.own.add(membership.memberId());
	}

	/** The coordinator has said that somebody else has it: look again who. */
	void lost() {
		this.asked = null;
		this.other = null;
	}

	/**
	 * Look who has the place. Does not wait for the answer: to be called again until it
	 * is there.
	 * @return whether it may be taken: nobody has it, or this process under an earlier
	 * membership
	 */
	boolean free() {
		Future<ConsumerGroupDescription> answer = this.asked;
		if (answer == null) {
			this.asked = Objects
				.requireNonNull(
						this.admin.describeConsumerGroups(List.of(this.groupId)).describedGroups().get(this.groupId))
				.toCompletionStage()
				.toCompletableFuture();
			return false;
		}
		if (!answer.isDone()) {
			return false;
		}
		this.asked = null;
		try {
			Optional<String> holder = holder(answer.get());
			if (holder.isEmpty() || this.own.contains(holder.get())) {
				return true;
			}
			see(holder.get());
			return false;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return true;
			}
			logger.warn(
					"The coordinator does not tell who has the place of instance '%s' in group '%s'; it is asked again: %s"
						.formatted(this.instanceId, this.groupId, ex.getCause()));
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Tell whether another process has it: somebody else whom the group has not removed
	 * for longer than it waits for one that does not report.
	 */
	boolean taken() {
		return this.other != null && System.nanoTime() - this.otherSince > this.longest.toNanos();
	}

	private void see(String holder) {
		if (!holder.equals(this.other)) {
			this.other = holder;
			this.otherSince = System.nanoTime();
		}
	}

	private Optional<String> holder(ConsumerGroupDescription group) {
		return group.members()
			.stream()
			.filter((member) -> member.groupInstanceId().filter(this.instanceId::equals).isPresent())
			.map(MemberDescription::consumerId)
			.findFirst();
	}

}
