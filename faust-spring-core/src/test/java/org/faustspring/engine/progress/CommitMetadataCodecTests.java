package org.faustspring.engine.progress;

import java.util.List;
import java.util.Map;

import org.faustspring.engine.progress.CommitMetadata.Mark;
import org.faustspring.engine.progress.CommitMetadata.Sent;
import org.faustspring.engine.progress.CommitMetadata.Upstream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitMetadataCodecTests {

	/** As it stands in groups of Apps that run: another version must read it. */
	private static final String TEXT = "9QGsAgHerb7v8KIEAQAAAAcKAgqYAgH____-gNjBoow0AQMAQfTbwaKMNAFAAAAAgAED";

	private static final CommitMetadata METADATA = new CommitMetadata(300, Map.of(0xDEADBEEF, 70_000L),
			Map.of(7, new Progress(1_010, new long[] { 1_020, 1_300 })),
			Map.of(new Upstream(-2, 3), new Mark(1_790_000_000_000L, 65)), 1_790_000_000_500L,
			List.of(new Sent(1 << 30, 128, 131)));

	@Test
	void writesWhatItHasAlwaysWritten() {
		assertThat(CommitMetadataCodec.encode(METADATA, 1_000)).isEqualTo(TEXT);
	}

	@Test
	void readsWhatItHasAlwaysWritten() {
		assertThat(CommitMetadataCodec.decode(TEXT, 1_000)).isEqualTo(METADATA);
	}

}
