package org.faustspring.engine.restore;

import java.util.Map;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.task.Task;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class TaskRestorationTests {

	private static final TopicPartition KEPT = new TopicPartition("kept", 0);

	private static final TopicPartition SET_BACK = new TopicPartition("set-back", 0);

	private static final long LONG_AGO = 1_700_000_000_000L;

	private final OffsetAndMetadata kept = committed(50, LONG_AGO);

	@Test
	void nothingIsBegunAnewWhereEveryOffsetIsOfOurMaking() {
		assertThat(restoration(committed(70, LONG_AGO)).genesis()).isFalse();
	}

	@Test
	void anOffsetThatSomebodyHasSetIsBegunAnewThoughOthersOfTheTaskAreNot() {
		TaskRestoration restoration = restoration(new OffsetAndMetadata(7));

		Map<TopicPartition, OffsetAndMetadata> offsets = restoration.withCuts(Map.of(), 4);

		assertThat(restoration.genesis()).isTrue();
		assertThat(offsets).hasEntrySatisfying(SET_BACK, (offset) -> {
			assertThat(offset.offset()).isEqualTo(7);
			assertThat(incarnation(offset)).isGreaterThan(LONG_AGO);
		}).hasEntrySatisfying(KEPT, (offset) -> assertThat(incarnation(offset)).isEqualTo(LONG_AGO));
	}

	private TaskRestoration restoration(OffsetAndMetadata other) {
		return new TaskRestoration(mock(Task.class), null, Map.of(KEPT, this.kept, SET_BACK, other));
	}

	private static OffsetAndMetadata committed(long offset, long incarnation) {
		CommitMetadata metadata = new CommitMetadata(3, Map.of(), Map.of(), Map.of(), incarnation);
		return new OffsetAndMetadata(offset, CommitMetadataCodec.encode(metadata, offset));
	}

	private static long incarnation(OffsetAndMetadata offset) {
		CommitMetadata metadata = CommitMetadataCodec.decode(offset.metadata(), offset.offset());
		assertThat(metadata).isNotNull();
		return metadata.incarnation();
	}

}
