package org.faustspring.table.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.rocksdb.RocksDBException;

/**
 * Sorts buffers and writes them to files in threads of its own, and keeps the memory of
 * all buffers of an App within bounds. Any thread.
 */
final class RunWriters implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RunWriters.class);

	/** Tables that fill a buffer at a time, and buffers that are written meanwhile. */
	static final int AT_A_TIME = 2;

	private static final int BUFFERS = 2 * AT_A_TIME;

	private static final int EXTRA_SHARE = 16;

	private static final int LEAST_BYTES = 256 * 1024;

	/** Larger ones make fewer files, but not a faster restore. */
	private static final int MOST_BYTES = 64 * 1024 * 1024;

	/** The JVM allows as much memory outside of the heap as the heap may have. */
	private static final int SHARE_OF_HEAP = 4;

	private static final long IDLE_SECONDS = 10;

	private final RocksSettings settings;

	private final int bufferBytes;

	private final ThreadPoolExecutor threads;

	private final Deque<RunBuffer> free = new ArrayDeque<>();

	/** Buffers of full size that exist, unless they are free. */
	private int taken;

	private int writing;

	private int loads;

	/** What to do once no load is left. */
	private final List<Runnable> afterLoads = new ArrayList<>();

	/**
	 * Reserves nothing yet.
	 * @param settings options of the tables
	 * @param memoryBytes size of all buffers together, unless that is too much for this
	 * JVM
	 */
	RunWriters(RocksSettings settings, long memoryBytes) {
		this.settings = settings;
		long available = Math.min(memoryBytes, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
		this.bufferBytes = (int) Math.max(LEAST_BYTES, Math.min(available / BUFFERS, MOST_BYTES));
		AtomicInteger number = new AtomicInteger();
		this.threads = new ThreadPoolExecutor(AT_A_TIME, AT_A_TIME, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (runnable) -> {
					Thread thread = new Thread(runnable, "faust-restorer-writer-" + number.getAndIncrement());
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	/** A load begins: buffers are kept until no load is left. */
	synchronized void begin() {
		this.loads++;
	}

	synchronized void end() {
		this.loads--;
		if (this.loads == 0) {
			this.free.clear();
			if (!this.threads.isShutdown()) {
				this.afterLoads.forEach(this.threads::execute);
			}
			this.afterLoads.clear();
		}
	}

	/**
	 * Do something in another thread once no load is left.
	 * @param action what to do
	 */
	synchronized void afterLoads(Runnable action) {
		this.afterLoads.add(action);
	}

	/**
	 * Take an empty buffer; wait for one while any is being written. If none is, other
	 * tables hold them all and may do so for long: a small one is made then.
	 * @param needed what it must hold at least
	 * @return the buffer, to be given to {@link #write} or {@link #giveBack}
	 */
	synchronized RunBuffer take(long needed) {
		boolean interrupted = false;
		while (this.free.isEmpty() && this.taken >= BUFFERS && this.writing > 0) {
			try {
				wait();
			}
			catch (InterruptedException ex) {
				// A write takes less than a second, and whoever waits cannot go on.
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		if (needed > this.bufferBytes) {
			return new RunBuffer(Math.toIntExact(needed), false);
		}
		if (this.free.isEmpty() && this.taken >= BUFFERS) {
			return new RunBuffer((int) Math.max(needed, Math.max(LEAST_BYTES, this.bufferBytes / EXTRA_SHARE)), false);
		}
		this.taken++;
		RunBuffer buffer = this.free.poll();
		return (buffer != null) ? buffer : new RunBuffer(this.bufferBytes, true);
	}

	synchronized void giveBack(RunBuffer buffer) {
		if (buffer.pooled()) {
			this.taken--;
			if (this.loads > 0) {
				buffer.clear();
				this.free.add(buffer);
			}
		}
		notifyAll();
	}

	/**
	 * Sort a buffer and write it, in another thread. The buffer is given back.
	 * @param buffer the buffer
	 * @param file where to write it
	 * @return completes when the file is on the disk; or with a {@link StoreException},
	 * and then there is no file
	 */
	CompletableFuture<Path> write(RunBuffer buffer, Path file) {
		synchronized (this) {
			this.writing++;
		}
		return CompletableFuture.supplyAsync(() -> {
			try {
				RunFile.write(buffer, file, this.settings);
				return file;
			}
			catch (RocksDBException ex) {
				discard(file);
				throw StoreException.of("Writing restored data", file, ex);
			}
			finally {
				synchronized (this) {
					this.writing--;
					giveBack(buffer);
				}
			}
		}, this.threads);
	}

	/** Delete a file that is not needed, if it is there. */
	static void discard(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.warn("%s could not be deleted (%s); it goes when the task is opened again".formatted(file, ex));
		}
	}

	/** Ends the threads. Nothing is being written any more: all stores are closed. */
	@Override
	public void close() {
		this.threads.shutdown();
	}

}
