package org.faustspring.engine.assignment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
	void memberDataSurvivesTheWay(@ForAll String id, @ForAll boolean serves, @ForAll String url, @ForAll long lag,
			@ForAll int age, @ForAll int signature) {
		MemberData data = new MemberData(
				new InstanceInfo(id, printable(serves, url)), Map.of("a", "b", "c", "é"), Map.of(new TaskId("b", 7),
						CopyState.live(lag, serves), new TaskId("é", 0), CopyState.resting(Duration.ofSeconds(age))),
				true, signature, 3);
		String printableId = new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

		MemberData decoded = MemberData.decode(data.encode(TOPICS), TOPICS);

		assertThat(decoded).isEqualTo(new MemberData(new InstanceInfo(printableId, data.instance().url()),
				data.groupByTopic(), data.copies(), true, signature, 3));
	}

	private static @Nullable String printable(boolean serves, String url) {
		return (serves) ? new String(url.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) : null;
	}

	@Example
	void laterVersionsAndTheirFieldsAreRead() {
		MemberData data = member("one");
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

	@Example
	void versionOneIsReadAsAMemberWithoutCopies() {
		CompactOutput output = new CompactOutput();
		output.writeByte(0xfa);
		output.writeNumber(1);
		output.writeText("one");
		output.writeText(null);
		output.writeNumber(1);
		output.writeText("b");
		output.writeNumber(3);
		List.of(1, 0, 0).forEach(output::writeNumber);

		assertThat(MemberData.decode(ByteBuffer.wrap(output.toByteArray()), TOPICS))
			.isEqualTo(MemberData.withoutCopies(new InstanceInfo("one", null), Map.of("a", "b")));
	}

	@Property(tries = 200)
	void copiesSurviveTheWay(@ForAll @IntRange(max = 60) int tasks, @ForAll @IntRange(min = 1, max = 9) int instances,
			@ForAll long seed) {
		Random random = new Random(seed);
		TaskOwners owners = randomOwners(tasks, instances, random);
		Map<TaskId, List<InstanceInfo>> standbys = new TreeMap<>();
		Map<TaskId, InstanceInfo> heirs = new TreeMap<>();
		Map<InstanceInfo, Integer> signatures = new TreeMap<>(Comparator.comparing(InstanceInfo::instanceId));
		owners.byTask().forEach((task, owner) -> {
			List<InstanceInfo> copies = new ArrayList<>();
			for (int copy = random.nextInt(3); copy > 0; copy--) {
				copies.add(new InstanceInfo("standby-" + copy, null));
			}
			if (!copies.isEmpty()) {
				standbys.put(task, copies);
			}
			if (random.nextBoolean()) {
				heirs.put(task, owner);
			}
			signatures.put(owner, 1 + random.nextInt(1000));
		});
		TaskOwners all = TaskOwners.of(owners.byTask(), standbys, heirs, signatures);

		assertThat(TaskOwnersCodec.decode(ByteBuffer.wrap(TaskOwnersCodec.encode(all)))).isEqualTo(all);
	}

	private static MemberData member(String id) {
		return new MemberData(new InstanceInfo(id, "http://" + id), Map.of("a", "b"),
				Map.of(new TaskId("b", 1), CopyState.live(10, true)), true, 77, 1);
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
		byte[] member = bytes(member("one").encode(TOPICS));
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
