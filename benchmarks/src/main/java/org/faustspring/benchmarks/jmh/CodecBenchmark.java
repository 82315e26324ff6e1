package org.faustspring.benchmarks.jmh;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.faustspring.benchmarks.workload.Load;
import org.faustspring.benchmarks.workload.Order;
import org.faustspring.benchmarks.workload.OrderSource;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.progress.Progress;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * What reading and writing takes: JSON of an event by its type, and the metadata of a
 * commit.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

	private static final int TABLES = 3;

	private static final int UPSTREAM_PARTITIONS = 24;

	private static final long OFFSET = 123_456_789;

	private final byte[] json = new OrderSource(new Load(1, 1000, 0)).next();

	private final Serializer<Object> serializer;

	private final Deserializer<?> deserializer;

	private final Object order;

	private final CommitMetadata metadata = metadata();

	private final String encoded = CommitMetadataCodec.encode(this.metadata, OFFSET);

	/** Creates the benchmark. */
	public CodecBenchmark() {
		SerdeResolver serdes = new SerdeResolver(JsonMapper.builder().build(), new DefaultListableBeanFactory(),
				Map.of(), Map.of());
		ResolvableType type = ResolvableType.forClass(Order.class);
		this.serializer = serdes.serializerFor(type, false);
		this.deserializer = serdes.forType(type, false).deserializer();
		this.order = this.deserializer.deserialize("orders", this.json);
	}

	private static CommitMetadata metadata() {
		Map<Integer, Long> cuts = new HashMap<>();
		for (int i = 0; i < TABLES; i++) {
			cuts.put(i * 7919, OFFSET + i);
		}
		Map<CommitMetadata.Upstream, CommitMetadata.Mark> upstream = new HashMap<>();
		for (int i = 0; i < UPSTREAM_PARTITIONS; i++) {
			upstream.put(new CommitMetadata.Upstream(17, i), new CommitMetadata.Mark(1_700_000_000, OFFSET + i));
		}
		return new CommitMetadata(42, cuts, Map.of(3, Progress.at(OFFSET + 5)), upstream, 1_700_000_000);
	}

	/**
	 * Read an order.
	 * @return the order
	 */
	@Benchmark
	public @Nullable Object readsJson() {
		return this.deserializer.deserialize("orders", this.json);
	}

	/**
	 * Write an order.
	 * @return its bytes
	 */
	@Benchmark
	public byte @Nullable [] writesJson() {
		return this.serializer.serialize("orders", this.order);
	}

	/**
	 * Encode the metadata of a commit.
	 * @return the text
	 */
	@Benchmark
	public String encodesCommitMetadata() {
		return CommitMetadataCodec.encode(this.metadata, OFFSET);
	}

	/**
	 * Decode the metadata of a commit.
	 * @return the metadata
	 */
	@Benchmark
	public @Nullable CommitMetadata decodesCommitMetadata() {
		return CommitMetadataCodec.decode(this.encoded, OFFSET);
	}

}
