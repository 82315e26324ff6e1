package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Properties of what members and leader send each other.
 */
class UserDataProperties {

	private static final Set<String> TOPICS = Set.of("a", "b", "c");

	@Property(tries = 200)
	void memberDataSurvivesTheWay(@ForAll String id, @ForAll boolean serves, @ForAll String url) {
		MemberData data = new MemberData(new InstanceInfo(id, printable(serves, url)), Map.of("a", "b", "c", "é"));
		String printableId = new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

		MemberData decoded = MemberData.decode(data.encode(TOPICS), TOPICS);

		assertThat(decoded)
			.isEqualTo(new MemberData(new InstanceInfo(printableId, data.instance().url()), data.groupByTopic()));
	}

	private static @Nullable String printable(boolean serves, String url) {
		return (serves) ? new String(url.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : null;
	}

	@Example
	void laterVersionsAndTheirFieldsAreRead() {
		MemberData data = new MemberData(new InstanceInfo("one", "http://one"), Map.of("a", "b"));
		byte[] bytes = bytes(data.encode(TOPICS));
		byte[] later = Arrays.copyOf(bytes, bytes.length + 7);
		later[1] = 9;

		assertThat(MemberData.decode(ByteBuffer.wrap(later), TOPICS)).isEqualTo(data);

		TaskOwners owners = TaskOwners.of(Map.of(new TaskId("g", 3), data.instance()));
		byte[] encoded = TaskOwnersCodec.encode(owners);
		byte[] laterOwners = Arrays.copyOf(encoded, encoded.length + 7);
		laterOwners[1] = 9;

		assertThat(TaskOwnersCodec.decode(ByteBuffer.wrap(laterOwners))).isEqualTo(owners);
	}

	@Property(tries = 200)
	void ownersSurviveTheWay(@ForAll @IntRange(max = 200) int tasks,
			@ForAll @IntRange(min = 1, max = 150) int instances, @ForAll long seed) {
		TaskOwners owners = randomOwners(tasks, instances, new Random(seed));

		assertThat(TaskOwnersCodec.decode(ByteBuffer.wrap(TaskOwnersCodec.encode(owners)))).isEqualTo(owners);
	}

	@Property(tries = 500)
	void garbageIsAbsentData(@ForAll byte[] garbage, @ForAll @IntRange(max = 60) int at, @ForAll byte flipped) {
		byte[] owners = TaskOwnersCodec.encode(randomOwners(30, 5, new Random(1)));
		byte[] member = bytes(new MemberData(new InstanceInfo("one", "http://one"), Map.of("a", "b")).encode(TOPICS));
		List<byte[]> damaged = List.of(garbage, flip(owners, at, flipped), flip(member, at, flipped),
				Arrays.copyOf(owners, at), Arrays.copyOf(member, Math.min(at, member.length - 1)),
				garbage(0xfa, garbage), garbage(0xfb, garbage));

		for (byte[] bytes : damaged) {
			assertThatNoException().isThrownBy(() -> {
				MemberData.decode(ByteBuffer.wrap(bytes), TOPICS);
				TaskOwnersCodec.decode(ByteBuffer.wrap(bytes));
			});
		}
		assertThat(MemberData.decode(ByteBuffer.wrap(member, 0, Math.min(at, member.length - 1)), TOPICS)).isNull();
		assertThat(MemberData.decode(null, TOPICS)).isNull();
		assertThat(TaskOwnersCodec.decode(null)).isNull();
	}

	@Example
	void tenThousandOwnersTakeFewBytes() {
		byte[] worst = TaskOwnersCodec.encode(randomOwners(10_000, 100, new Random(3)));
		byte[] usual = TaskOwnersCodec.encode(randomOwners(1000, 20, new Random(3)));

		assertThat(worst).hasSizeLessThan(16 * 1024);
		assertThat(usual).hasSizeLessThan(2 * 1024);
	}

	private static byte[] garbage(int magic, byte[] rest) {
		byte[] bytes = new byte[rest.length + 2];
		System.arraycopy(rest, 0, bytes, 2, rest.length);
		bytes[0] = (byte) magic;
		bytes[1] = 1;
		return bytes;
	}

	private static byte[] flip(byte[] bytes, int at, byte flipped) {
		byte[] copy = bytes.clone();
		copy[at % copy.length] ^= flipped;
		return copy;
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.duplicate().get(bytes);
		return bytes;
	}

	private static TaskOwners randomOwners(int tasks, int instances, Random random) {
		Map<TaskId, InstanceInfo> owners = new TreeMap<>();
		for (int task = 0; task < tasks; task++) {
			int instance = random.nextInt(instances);
			owners.put(new TaskId("group-" + (task % 3), task / 3),
					new InstanceInfo("instance-" + instance, "http://10.0.0." + instance + ":8080"));
		}
		return TaskOwners.of(owners);
	}

}
