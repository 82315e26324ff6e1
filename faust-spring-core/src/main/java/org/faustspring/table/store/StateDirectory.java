package org.faustspring.table.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Where an App keeps local state: locks the directory for one process, names this
 * instance and its tasks' directories. Any thread.
 */
public final class StateDirectory implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(StateDirectory.class);

	private static final Pattern PLAIN_APP_ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

	private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9_-]{6,64}");

	private static final int INSTANCE_ID_BYTES = 9;

	/**
	 * No task's file name contains a dot, so this suffix makes no name of another task.
	 */
	private static final String DAMAGED_SUFFIX = ".damaged";

	private final Path path;

	private final DirectoryLock lock;

	private final String instanceId;

	private final Set<String> openTasks = ConcurrentHashMap.newKeySet();

	private final boolean returning;

	private StateDirectory(Path path, DirectoryLock lock, String instanceId, boolean returning) {
		this.path = path;
		this.lock = lock;
		this.instanceId = instanceId;
		this.returning = returning;
	}

	/**
	 * Opens, and if need be creates, the directory of an App.
	 * @param root directory that may hold the state of several Apps
	 * @param appId id of the App; names the directory below the root
	 * @return the directory, locked until it is closed
	 * @throws StateDirectoryLockedException if another App uses it, in any process
	 * @throws UncheckedIOException if the directory cannot be created, read or written
	 */
	public static StateDirectory open(Path root, String appId) {
		Path path = root.resolve(PLAIN_APP_ID.matcher(appId).matches() ? appId : FileNames.of(appId));
		DirectoryLock lock = null;
		String instanceId = null;
		try {
			path = Files.createDirectories(path.toAbsolutePath()).toRealPath();
			lock = DirectoryLock.acquire(path);
			boolean returning = Files.exists(path.resolve("instance-id"));
			instanceId = instanceId(path.resolve("instance-id"));
			return new StateDirectory(path, lock, instanceId, returning);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"State directory %s cannot be used (%s). Check that this process may write there".formatted(path,
							ex),
					ex);
		}
		finally {
			if (lock != null && instanceId == null) {
				release(path, lock);
			}
		}
	}

	private static String instanceId(Path file) throws IOException {
		if (Files.exists(file)) {
			// Damaged bytes may be no text at all.
			String id = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
			if (INSTANCE_ID.matcher(id).matches()) {
				return id;
			}
			logger.warn("%s does not hold an instance id; a new one replaces it. Transactions this instance left open"
				.formatted(file) + " end at their timeout");
		}
		byte[] random = new byte[INSTANCE_ID_BYTES];
		new SecureRandom().nextBytes(random);
		String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
		Path draft = file.resolveSibling("instance-id.new");
		Files.writeString(draft, id);
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		return id;
	}

	/**
	 * Returns the directory of the App.
	 * @return its real path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Returns the name of this instance, made at the first open and kept since.
	 * @return a short text of letters, digits, {@code -} and {@code _}
	 */
	public String instanceId() {
		return this.instanceId;
	}

	/**
	 * Returns where the state of a task is, whether it exists or not. Different tasks
	 * have different directories, on file systems that ignore case too.
	 * @param task name of the task, not empty
	 * @return its directory
	 */
	public Path taskPath(String task) {
		return this.path.resolve("tasks").resolve(FileNames.of(task));
	}

	/**
	 * Returns where files of a restore are until they are part of the task's database: on
	 * the same file system, so that they need not be copied.
	 * @param task name of the task
	 * @return the directory
	 */
	Path loadPath(String task) {
		return taskPath(task).resolve("restoring");
	}

	/**
	 * Deletes what an interrupted restore has left.
	 * @param task name of a claimed task
	 * @throws IOException if files cannot be deleted
	 */
	void deleteLoad(String task) throws IOException {
		delete(loadPath(task));
	}

	/**
	 * Returns whether the instance id was here already when this object was made: then
	 * this instance has come back, and may do so again.
	 * @return whether it was
	 */
	public boolean isReturning() {
		return this.returning;
	}

	boolean isOpen(String task) {
		return this.openTasks.contains(task);
	}

	/**
	 * Returns when the state of tasks that are not open was written last.
	 * @param tasks names of tasks
	 * @return the times, of those that have any
	 */
	Map<String, Instant> resting(Collection<String> tasks) {
		Map<String, Instant> written = new HashMap<>();
		for (String task : tasks) {
			Path directory = taskPath(task);
			if (isOpen(task) || !Files.isDirectory(directory)) {
				continue;
			}
			try (Stream<Path> files = Files.list(directory)) {
				files.map((file) -> file.toFile().lastModified())
					.max(Long::compare)
					.ifPresent((millis) -> written.put(task, Instant.ofEpochMilli(millis)));
			}
			catch (IOException | UncheckedIOException ex) {
				// Whatever it is, it is not told; taking the task over will find out.
				logger.debug("State of task '%s' cannot be looked at".formatted(task), ex);
			}
		}
		return written;
	}

	/**
	 * Deletes the state of a task, and what was moved aside as damaged. Does nothing if
	 * there is none.
	 * @param task name of the task
	 * @throws IllegalStateException if the store of the task is open
	 * @throws UncheckedIOException if files cannot be deleted
	 */
	public void deleteTask(String task) {
		claim(task);
		try {
			delete(damagedPath(task));
			delete(taskPath(task));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"State of task '%s' in %s cannot be deleted (%s)".formatted(task, taskPath(task), ex), ex);
		}
		finally {
			release(task);
		}
	}

	/**
	 * Lets go of the directory; its content stays. Stores have to be closed before.
	 */
	@Override
	public void close() {
		release(this.path, this.lock);
	}

	/**
	 * Marks a task as in use.
	 * @param task name of the task
	 * @throws IllegalStateException if it is in use already
	 */
	void claim(String task) {
		if (!this.openTasks.add(task)) {
			throw new IllegalStateException(
					"The local store of task '%s' in %s is open; close it first".formatted(task, taskPath(task)));
		}
	}

	void release(String task) {
		this.openTasks.remove(task);
	}

	/**
	 * Moves the directory of a claimed task out of the way. One damaged copy is kept for
	 * inspection; it replaces that of the time before.
	 * @param task name of the task
	 * @return where it is now
	 * @throws IOException if it cannot be moved
	 */
	Path moveAside(String task) throws IOException {
		Path damaged = damagedPath(task);
		delete(damaged);
		return Files.move(taskPath(task), damaged, StandardCopyOption.ATOMIC_MOVE);
	}

	private Path damagedPath(String task) {
		Path path = taskPath(task);
		return path.resolveSibling(path.getFileName() + DAMAGED_SUFFIX);
	}

	private static void delete(Path directory) throws IOException {
		if (!Files.exists(directory)) {
			return;
		}
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
				Files.delete(file);
			}
		}
	}

	private static void release(Path path, DirectoryLock lock) {
		try {
			lock.close();
		}
		catch (IOException ex) {
			logger.warn("Lock of state directory %s could not be released; it goes with this process".formatted(path),
					ex);
		}
	}

}
