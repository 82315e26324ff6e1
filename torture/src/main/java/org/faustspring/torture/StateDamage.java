package org.faustspring.torture;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Damages the files of an instance that does not run.
 */
final class StateDamage {

	private StateDamage() {
	}

	static String damage(Path state, Random dice) throws IOException {
		List<Path> files = files(state);
		if (files.isEmpty()) {
			return "nothing to damage";
		}
		if (dice.nextInt(6) == 0) {
			deleteAll(state);
			return "all %d files deleted".formatted(files.size());
		}
		StringBuilder done = new StringBuilder();
		for (int i = 0; i <= dice.nextInt(3); i++) {
			Path file = choose(files, dice);
			done.append(done.isEmpty() ? "" : "; ").append(damageFile(file, dice));
		}
		return done.toString();
	}

	static void deleteAll(Path state) throws IOException {
		for (Path file : files(state)) {
			Files.delete(file);
		}
	}

	/** Files of each kind as often, so that those with data get their share. */
	private static Path choose(List<Path> files, Random dice) {
		String[] kinds = { ".sst", ".log", "CURRENT", "MANIFEST", "" };
		String kind = kinds[dice.nextInt(kinds.length)];
		List<Path> some = files.stream().filter((file) -> file.getFileName().toString().contains(kind)).toList();
		List<Path> from = some.isEmpty() ? files : some;
		return from.get(dice.nextInt(from.size()));
	}

	private static String damageFile(Path file, Random dice) throws IOException {
		Path parent = java.util.Objects.requireNonNull(file.getParent());
		String name = parent.getFileName() + "/" + file.getFileName();
		if (!Files.exists(file)) {
			return name + " was gone";
		}
		long size = Files.size(file);
		switch (dice.nextInt(3)) {
			case 0 -> {
				Files.delete(file);
				return name + " deleted";
			}
			case 1 -> {
				long left = (size > 0) ? (long) (dice.nextDouble() * size) : 0;
				try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
					opened.setLength(left);
				}
				return "%s cut from %d to %d bytes".formatted(name, size, left);
			}
			default -> {
				return flip(file, name, size, dice);
			}
		}
	}

	private static String flip(Path file, String name, long size, Random dice) throws IOException {
		if (size == 0) {
			return name + " is empty";
		}
		int bits = 1 + dice.nextInt(20);
		try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
			for (int i = 0; i < bits; i++) {
				long at = (long) (dice.nextDouble() * size);
				opened.seek(at);
				int old = opened.read();
				opened.seek(at);
				opened.write(old ^ (1 << dice.nextInt(8)));
			}
		}
		return "%s with %d bits flipped".formatted(name, bits);
	}

	private static List<Path> files(Path state) throws IOException {
		if (!Files.exists(state)) {
			return List.of();
		}
		try (Stream<Path> all = Files.walk(state)) {
			return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
		}
	}

}
