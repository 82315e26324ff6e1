package org.faustspring.engine.progress;

import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.faustspring.engine.progress.CommitMetadata.Mark;
import org.faustspring.engine.progress.CommitMetadata.Upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class CommitMetadataCodecProperties {

	@Property
	void whatIsWrittenIsRead(@ForAll("metadata") CommitMetadata metadata, @ForAll @LongRange(max = 1000) long offset) {
		String text = CommitMetadataCodec.encode(metadata, offset);

		assertThat(text).matches("[A-Za-z0-9_-]*");
		assertThat(CommitMetadataCodec.decode(text, offset)).isEqualTo(metadata);
	}

	@Property
	void textOfSomebodyElseIsNotMetadata(@ForAll String text) {
		assertThat(CommitMetadataCodec.decode(text, 0)).isNull();
	}

	@Property
	void damagedTextIsReadAsNothingOrAsSomethingWellFormed(@ForAll("metadata") CommitMetadata metadata,
			@ForAll @Size(min = 1, max = 4) byte[] damage, @ForAll @IntRange(max = 200) int at,
			@ForAll @IntRange(max = 200) int length) {
		byte[] bytes = Base64.getUrlDecoder().decode(CommitMetadataCodec.encode(metadata, 1000));
		byte[] damaged = Arrays.copyOf(bytes, Math.min(bytes.length, length));
		for (int i = 0; i < damage.length && at + i < damaged.length; i++) {
			damaged[at + i] = damage[i];
		}
		String text = Base64.getUrlEncoder().withoutPadding().encodeToString(damaged);

		assertThatCode(() -> {
			CommitMetadata read = CommitMetadataCodec.decode(text, 1000);
			if (read != null) {
				read.actors().values().forEach((progress) -> progress.isDone(1005));
			}
		}).doesNotThrowAnyException();
	}

	@Provide
	Arbitrary<CommitMetadata> metadata() {
		Arbitrary<Map<Integer, Long>> cuts = Arbitraries
			.maps(Arbitraries.integers(), Arbitraries.longs().greaterOrEqual(0))
			.ofMaxSize(5);
		Arbitrary<Progress> progress = Combinators
			.combine(Arbitraries.longs().between(1000, 100_000),
					Arbitraries.longs().between(0, 100_000).array(long[].class).ofMaxSize(8))
			.as(CommitMetadataCodecProperties::progress);
		Arbitrary<Map<Integer, Progress>> actors = Arbitraries.maps(Arbitraries.integers(), progress).ofMaxSize(4);
		Arbitrary<Upstream> upstream = Combinators
			.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 500))
			.as(Upstream::new);
		Arbitrary<Mark> mark = Combinators
			.combine(Arbitraries.longs().between(0, Integer.MAX_VALUE), Arbitraries.longs().greaterOrEqual(0))
			.as(Mark::new);
		return Combinators
			.combine(Arbitraries.longs().greaterOrEqual(0), cuts, actors, Arbitraries.maps(upstream, mark).ofMaxSize(8),
					Arbitraries.longs().greaterOrEqual(0))
			.as(CommitMetadata::new);
	}

	private static Progress progress(long position, long[] distances) {
		long[] completed = Arrays.copyOf(distances, distances.length / 2 * 2);
		long bound = position;
		for (int i = 0; i < completed.length; i++) {
			bound += completed[i];
			completed[i] = bound;
		}
		return new Progress(position, completed);
	}

}
