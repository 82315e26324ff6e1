package org.faustspring.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system that an instance keeps its state on, and that can be filled. Needs
 * to be allowed to mount.
 */
final class FullDisk implements AutoCloseable {

	private static final int MEGABYTES = 24;

	private final Path path;

	private FullDisk(Path path) {
		this.path = path;
	}

	static boolean possible() {
		try {
			Path probe = Files.createTempDirectory("torture");
			boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "torture", probe.toString());
			boolean unmounted = mounted && run("umount", probe.toString());
			Files.delete(probe);
			return unmounted;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Mount an empty one over a directory, which is there again when it is closed. */
	static FullDisk mount(Path path) throws IOException {
		Files.createDirectories(path);
		require("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "torture", path.toString());
		return new FullDisk(path);
	}

	void fill() throws IOException {
		byte[] block = new byte[65536];
		try (OutputStream out = Files.newOutputStream(this.path.resolve("filler"))) {
			while (true) {
				out.write(block);
			}
		}
		catch (IOException ex) {
			if (!String.valueOf(ex.getMessage()).contains("No space")) {
				throw ex;
			}
		}
	}

	void free() throws IOException {
		Files.deleteIfExists(this.path.resolve("filler"));
	}

	@Override
	public void close() throws IOException {
		require("umount", "-l", this.path.toString());
	}

	private static void require(String... command) throws IOException {
		if (!run(command)) {
			throw new IOException("Failed: " + String.join(" ", command));
		}
	}

	private static boolean run(String... command) throws IOException {
		try {
			return new ProcessBuilder(List.of(command)).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
