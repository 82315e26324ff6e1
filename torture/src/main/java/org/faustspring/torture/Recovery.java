package org.faustspring.torture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.torture.app.TortureTopics;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long it takes from the end of a fault until all that was there then is
 * committed. One thread of its own; faults are told by any.
 */
final class Recovery implements AutoCloseable {

	private static final long LOOK_AGAIN_MILLIS = 300;

	private static final double TELL_SECONDS = 20;

	private final Admin admin;

	private final List<Pending> pending = new ArrayList<>();

	private final Map<String, Double> worst = new HashMap<>();

	private double tellAgain;

	private volatile boolean ended;

	private final Thread thread = new Thread(this::run, "recovery");

	Recovery(Admin admin) {
		this.admin = admin;
	}

	Recovery start() {
		this.thread.start();
		return this;
	}

	/** A fault has ended. */
	synchronized void faultEnded(String name) {
		this.pending.add(new Pending(name, Console.seconds()));
	}

	private void run() {
		while (!this.ended) {
			try {
				look();
				Thread.sleep(LOOK_AGAIN_MILLIS);
			}
			catch (ExecutionException | TimeoutException ex) {
				// A broker is away, which is what this is about
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void look() throws ExecutionException, InterruptedException, TimeoutException {
		List<Pending> open;
		synchronized (this) {
			open = List.copyOf(this.pending);
		}
		if (open.isEmpty()) {
			return;
		}
		if (open.stream().anyMatch((fault) -> fault.target == null)) {
			Map<TopicPartition, Long> ends = ends(this.admin);
			open.stream().filter((fault) -> fault.target == null).forEach((fault) -> fault.target = ends);
		}
		Map<TopicPartition, Long> committed = committed(this.admin);
		tell(committed);
		for (Pending fault : open) {
			if (fault.reached(committed)) {
				synchronized (this) {
					this.pending.remove(fault);
					this.worst.merge(fault.name, Console.seconds() - fault.at, Math::max);
				}
			}
		}
	}

	/** Say now and then how far behind the application is. */
	private void tell(Map<TopicPartition, Long> committed)
			throws ExecutionException, InterruptedException, TimeoutException {
		if (Console.seconds() < this.tellAgain) {
			return;
		}
		this.tellAgain = Console.seconds() + TELL_SECONDS;
		Map<TopicPartition, Long> lags = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
		ends(this.admin).forEach((partition, end) -> lags.put(partition, end - committed.getOrDefault(partition, 0L)));
		Console.say("Behind by %d: %s", lags.values().stream().mapToLong(Long::longValue).sum(), lags);
	}

	static Map<TopicPartition, Long> ends(Admin admin)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
		for (String source : TortureTopics.SOURCES) {
			for (int partition = 0; partition < Input.PARTITIONS; partition++) {
				specs.put(new TopicPartition(source, partition), OffsetSpec.latest());
			}
		}
		Map<TopicPartition, Long> ends = new HashMap<>();
		admin.listOffsets(specs)
			.all()
			.get(20, TimeUnit.SECONDS)
			.forEach((partition, info) -> ends.put(partition, info.offset()));
		return ends;
	}

	static Map<TopicPartition, Long> committed(Admin admin)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, Long> committed = new HashMap<>();
		Map<TopicPartition, OffsetAndMetadata> found = admin.listConsumerGroupOffsets(TortureTopics.APP)
			.partitionsToOffsetAndMetadata()
			.get(20, TimeUnit.SECONDS);
		found.forEach((partition, offset) -> {
			if (offset != null) {
				committed.put(partition, offset.offset());
			}
		});
		return committed;
	}

	/** Longest recovery of each kind of fault, in seconds. */
	synchronized Map<String, Double> worst() {
		return new HashMap<>(this.worst);
	}

	/** Faults that have not been recovered from. */
	synchronized List<String> open() {
		return this.pending.stream().map((fault) -> fault.name).toList();
	}

	@Override
	public void close() {
		this.ended = true;
		this.thread.interrupt();
	}

	private static final class Pending {

		private final String name;

		private final double at;

		private volatile @Nullable Map<TopicPartition, Long> target;

		Pending(String name, double at) {
			this.name = name;
			this.at = at;
		}

		boolean reached(Map<TopicPartition, Long> committed) {
			Map<TopicPartition, Long> wanted = this.target;
			return wanted != null && wanted.entrySet()
				.stream()
				.allMatch((entry) -> committed.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
		}

	}

}
