package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsResult;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link GroupPlace}.
 */
class GroupPlaceTests {

	private static final Duration SESSION = Duration.ofMillis(200);

	private final Admin admin = mock(Admin.class);

	private final GroupPlace place = new GroupPlace(this.admin, "group", "one", SESSION);

	@Test
	void placeThatNobodyHasIsFree() {
		members(member("two", "m2"));

		assertThat(look()).isTrue();
		assertThat(this.place.taken()).isFalse();
	}

	@Test
	void placeOfAnEarlierMembershipOfThisProcessIsFree() {
		this.place.held(membership("m1"));
		this.place.held(membership("m2"));
		members(member("one", "m1"));

		assertThat(look()).isTrue();
	}

	@Test
	void placeInAGroupThatIsGoneIsFree() {
		answer(new GroupIdNotFoundException("gone"));

		assertThat(look()).isTrue();
	}

	@Test
	void nothingIsKnownWhileTheCoordinatorDoesNotAnswer() {
		answer(new TimeoutException("not now"));

		assertThat(look()).isFalse();
		assertThat(this.place.taken()).isFalse();
		members();
		assertThat(look()).isTrue();
	}

	@Test
	void placeIsTakenBySomebodyWhoStaysLongerThanTheSessionTimeout() {
		this.place.held(membership("m1"));
		members(member("one", "m9"));

		assertThat(look()).isFalse();
		assertThat(this.place.taken()).as("at once").isFalse();
		await().pollDelay(SESSION).atMost(SESSION.plusSeconds(5)).until(() -> !this.place.free() && this.place.taken());

		this.place.lost();
		assertThat(this.place.taken()).as("when it looks again").isFalse();
	}

	@Test
	void placeOfSomebodyWhoIsRemovedIsFree() {
		members(member("one", "m9"));
		assertThat(look()).isFalse();

		members();
		assertThat(look()).isTrue();
	}

	private boolean look() {
		this.place.free();
		return this.place.free();
	}

	private static ConsumerGroupMetadata membership(String member) {
		return new ConsumerGroupMetadata("group", 1, member, Optional.of("one"));
	}

	private static MemberDescription member(String instance, String member) {
		return new MemberDescription(member, Optional.of(instance), "client", "host", new MemberAssignment(Set.of()));
	}

	private void members(MemberDescription... members) {
		KafkaFutureImpl<ConsumerGroupDescription> future = new KafkaFutureImpl<>();
		future.complete(new ConsumerGroupDescription("group", false, new ArrayList<>(List.of(members)), "faust",
				GroupType.CLASSIC, GroupState.STABLE, Node.noNode(), Set.of(), Optional.empty(), Optional.empty()));
		answer(future);
	}

	private void answer(RuntimeException failure) {
		KafkaFutureImpl<ConsumerGroupDescription> future = new KafkaFutureImpl<>();
		future.completeExceptionally(failure);
		answer(future);
	}

	private void answer(KafkaFutureImpl<ConsumerGroupDescription> future) {
		DescribeConsumerGroupsResult result = mock(DescribeConsumerGroupsResult.class);
		given(result.describedGroups()).willReturn(Map.of("group", future));
		given(this.admin.describeConsumerGroups(anyCollection())).willReturn(result);
	}

}
