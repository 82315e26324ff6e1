package org.faustspring.benchmarks.jmh;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.faustspring.benchmarks.workload.OrderSource;
import org.faustspring.engine.table.CacheRoom;
import org.faustspring.engine.table.TableDefinition;
import org.faustspring.engine.table.TablePartition;
import org.faustspring.table.StoreKind;
import org.faustspring.table.store.PartitionStore;
import org.faustspring.table.store.StoreCursor;
import org.faustspring.table.store.StorePosition;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import org.springframework.core.ResolvableType;

/**
 * What uncommitted writes cost, without a store below: reading a key that is dirty,
 * taking over the writes of units of work, and setting them aside for a commit.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OverlayBenchmark {

	private static final int OPERATIONS = 10_000;

	/** Different keys. */
	@Param({ "1000", "100000" })
	public int keys;

	/** Whether lanes read the overlay at the same time. */
	@Param({ "false", "true" })
	public boolean lanes;

	private String[] order = {};

	private TablePartition dirty = partition(false);

	/** Creates the benchmark. */
	public OverlayBenchmark() {
	}

	/** Makes an overlay in which every key is dirty. */
	@Setup(Level.Trial)
	public void prepare() {
		SplittableRandom random = new SplittableRandom(1);
		this.order = new String[OPERATIONS];
		for (int i = 0; i < OPERATIONS; i++) {
			this.order[i] = OrderSource.name('c', random.nextInt(this.keys));
		}
		this.dirty = partition(this.lanes);
		Map<Object, Object> all = new HashMap<>();
		for (int i = 0; i < this.keys; i++) {
			all.put(OrderSource.name('c', i), (long) i);
		}
		this.dirty.merge(all);
	}

	/**
	 * Read keys that are dirty.
	 * @param blackhole takes the values
	 */
	@Benchmark
	@OperationsPerInvocation(OPERATIONS)
	public void readsDirtyKey(Blackhole blackhole) {
		for (String key : this.order) {
			blackhole.consume(this.dirty.read(key));
		}
	}

	/**
	 * Take over one write a unit of work, and set all aside in the end.
	 * @return what is to be committed
	 */
	@Benchmark
	@OperationsPerInvocation(OPERATIONS)
	public Map<Object, Object> takesOverOneWriteAUnit() {
		TablePartition partition = partition(this.lanes);
		for (int i = 0; i < OPERATIONS; i++) {
			partition.merge(Map.of(this.order[i], (long) i));
		}
		return partition.freeze();
	}

	@SuppressWarnings("unchecked")
	private static TablePartition partition(boolean lanes) {
		Serde<?> key = Serdes.String();
		Serde<?> value = Serdes.Long();
		return new TablePartition(new TableDefinition("counts", ResolvableType.forClass(String.class),
				ResolvableType.forClass(Long.class), (Serde<Object>) key, (Serde<Object>) value, null, StoreKind.MEMORY,
				"counts-changelog", Map.of()), 0, new EmptyStore(), lanes, new CacheRoom(0));
	}

	/** A store without data, so that only the overlay is measured. */
	private static final class EmptyStore implements PartitionStore {

		@Override
		public byte @Nullable [] get(byte[] key) {
			return null;
		}

		@Override
		public StoreCursor scan(byte @Nullable [] from, byte @Nullable [] toExclusive) {
			throw new UnsupportedOperationException("Nothing is scanned here");
		}

		@Override
		public long approximateSize() {
			return 0;
		}

		@Override
		public @Nullable StorePosition position() {
			return null;
		}

		@Override
		public void reset() {
			// There is nothing to drop.
		}

	}

}
