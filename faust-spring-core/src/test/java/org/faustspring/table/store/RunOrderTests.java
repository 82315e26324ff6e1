package org.faustspring.table.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunOrderTests {

	@Test
	void lastRecordsOfKeysOfAllLengthsAreInUnsignedOrder() {
		SplittableRandom random = new SplittableRandom(7);
		for (int round = 0; round < 300; round++) {
			int letters = 1 + random.nextInt(255);
			int longest = 1 + random.nextInt(20);
			byte[] prefix = bytes(random, random.nextInt(12), 255);
			List<byte[]> keys = Stream.generate(() -> joined(prefix, bytes(random, random.nextInt(longest), letters)))
				.limit(random.nextInt(200))
				.toList();

			assertSorted(keys);
		}
	}

	@Test
	void keysThatBeginAlikeAreSorted() {
		assertSorted(IntStream.range(0, 10_000)
			.mapToObj((number) -> "customer-%08d".formatted((number * 7919L) % 5000).getBytes(StandardCharsets.UTF_8))
			.toList());
	}

	@Test
	void familiesOfKeysThatBeginAlikeForLongAreSorted() {
		SplittableRandom random = new SplittableRandom(3);
		String[] families = { "EU|", "US|", "US|" + "-".repeat(30), "US|" + "-".repeat(100), "" };
		assertSorted(Stream
			.generate(() -> families[random.nextInt(families.length)] + "x".repeat(random.nextInt(3) * 8)
					+ random.nextInt(2000))
			.limit(20_000)
			.map((key) -> key.getBytes(StandardCharsets.UTF_8))
			.toList());
	}

	@Test
	void keysOfZerosAreInOrderOfTheirLengths() {
		SplittableRandom random = new SplittableRandom(5);
		assertSorted(Stream.generate(() -> new byte[random.nextInt(120)]).limit(5000).toList());
	}

	@Test
	void keyThatEndsInZerosIsNotTheShorterOne() {
		assertSorted(List.of(new byte[] { 1, 0, 0 }, new byte[] { 1 }, new byte[] { 1, 0 }, new byte[0],
				new byte[] { 1, 0, 0 }, new byte[] { 0 }));
	}

	private static void assertSorted(List<byte[]> keys) {
		RunBuffer buffer = new RunBuffer(4_000_000, false);
		TableWrites writes = new TableWrites("table");
		keys.forEach((key) -> writes.add(key, new byte[] { 1 }));
		assertThat(buffer.fits(RunBuffer.needed(writes))).isTrue();
		buffer.add(writes);

		TreeMap<byte[], Integer> last = new TreeMap<>(Arrays::compareUnsigned);
		for (int i = 0; i < keys.size(); i++) {
			last.put(keys.get(i), i);
		}
		int[] expected = last.values().stream().mapToInt(Integer::intValue).toArray();
		assertThat(RunOrder.of(buffer)).isEqualTo(expected);
	}

	private static byte[] bytes(SplittableRandom random, int length, int letters) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) random.nextInt(letters);
		}
		return bytes;
	}

	private static byte[] joined(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

}
