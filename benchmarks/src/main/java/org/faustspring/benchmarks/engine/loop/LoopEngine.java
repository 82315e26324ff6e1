package org.faustspring.benchmarks.engine.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.faustspring.benchmarks.engine.BenchmarkEngine;
import org.faustspring.benchmarks.engine.EngineSettings;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Runs a case as one would write it by hand for this case alone: threads that poll,
 * process and commit, with the commit protocol of this library. What it lacks is what an
 * engine is for: it restores only what is lost as a whole, and cannot recover or tell
 * errors apart. Used by one thread.
 */
public final class LoopEngine implements BenchmarkEngine {

	private final List<LoopThread> threads = new ArrayList<>();

	@Override
	public void start(EngineSettings settings) throws IOException {
		RocksDB.loadLibrary();
		Files.createDirectories(settings.stateDirectory());
		LoopTopics.create(settings);
		// Shared by all partitions, and never closed: it lives as long as the process.
		Options options = PartitionState.options();
		AtomicInteger toRestore = new AtomicInteger(settings.partitions());
		for (int i = 0; i < settings.workers(); i++) {
			LoopThread thread = new LoopThread(settings, i, options, toRestore);
			this.threads.add(thread);
			thread.start();
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.threads.forEach(LoopThread::shutDown);
		for (LoopThread thread : this.threads) {
			thread.join();
		}
	}

}
