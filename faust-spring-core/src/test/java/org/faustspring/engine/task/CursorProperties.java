package org.faustspring.engine.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.faustspring.agent.HandlerInProgress;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.progress.CommitMetadata;
import org.faustspring.engine.progress.CommitMetadataCodec;
import org.faustspring.engine.progress.Progress;
import org.faustspring.engine.topology.Stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class CursorProperties {

	private static final int LAST = 60;

	@Property(tries = 2000)
	void everyRecordTakesEffectExactlyOnceWhateverTheOrder(@ForAll("steps") List<Step> steps,
			@ForAll("gaps") List<Integer> gaps) {
		Reader reader = new Reader(gaps);
		steps.forEach(reader::run);
		reader.finish();

		Map<Long, Integer> expected = new HashMap<>();
		reader.offsets.forEach((offset) -> expected.put(offset, 1));
		assertThat(reader.committedEffects).isEqualTo(expected);
	}

	@Provide
	Arbitrary<List<Step>> steps() {
		Arbitrary<Action> actions = Arbitraries.frequency(Tuple.of(6, Action.READ), Tuple.of(10, Action.DONE),
				Tuple.of(4, Action.COMMIT), Tuple.of(2, Action.PAUSE), Tuple.of(2, Action.RESUME),
				Tuple.of(2, Action.REWIND), Tuple.of(1, Action.RESTART));
		return Combinators.combine(actions, Arbitraries.integers().between(0, 12)).as(Step::new).list().ofMaxSize(80);
	}

	@Provide
	Arbitrary<List<Integer>> gaps() {
		return Arbitraries.integers().between(0, LAST).list().ofMaxSize(20);
	}

	enum Action {

		READ, DONE, COMMIT, PAUSE, RESUME, REWIND, RESTART

	}

	record Step(Action action, int number) {

	}

	/** What a task does with one cursor, and what comes of it. */
	private static final class Reader {

		private final List<Long> offsets = new ArrayList<>();

		private final Input input = new Input(new TopicPartition("topic", 0), false);

		private final SwitchedActor actor = new SwitchedActor();

		private final List<Delivery> taken = new ArrayList<>();

		private final List<Long> effects = new ArrayList<>();

		private final Map<Long, Integer> committedEffects = new HashMap<>();

		private Cursor cursor;

		private String committed = "";

		private long committedOffset;

		private long next;

		Reader(List<Integer> gaps) {
			for (long offset = 0; offset <= LAST; offset++) {
				if (!gaps.contains((int) offset)) {
					this.offsets.add(offset);
				}
			}
			this.cursor = new Cursor(this.actor, this.input, Progress.at(0));
		}

		void run(Step step) {
			switch (step.action()) {
				case READ -> read(step.number());
				case DONE -> finish(step.number());
				case COMMIT -> commit();
				case PAUSE -> this.actor.running = false;
				case RESUME -> resume();
				case REWIND -> rewind();
				case RESTART -> restart();
			}
		}

		private void read(int count) {
			for (int i = 0; i < count; i++) {
				long from = this.next;
				Long offset = this.offsets.stream().filter((candidate) -> candidate >= from).findFirst().orElse(null);
				if (offset == null) {
					return;
				}
				Delivery delivery = this.cursor
					.offer(new ConsumerRecord<>("topic", 0, offset, new byte[0], new byte[0]), null);
				this.next = offset + 1;
				if (delivery != null) {
					this.taken.add(delivery);
				}
			}
		}

		private void finish(int number) {
			if (!this.taken.isEmpty()) {
				Delivery delivery = this.taken.remove(number % this.taken.size());
				this.effects.add(delivery.record.offset());
				this.cursor.done(delivery);
			}
		}

		private void commit() {
			Progress progress = this.cursor.progress();
			this.committedOffset = progress.position();
			this.committed = CommitMetadataCodec
				.encode(new CommitMetadata(1, Map.of(), Map.of(1, progress), Map.of(), 1), this.committedOffset);
			this.cursor.committed(progress);
			this.effects.forEach((offset) -> this.committedEffects.merge(offset, 1, Integer::sum));
			this.effects.clear();
		}

		private void resume() {
			this.actor.running = true;
			if (this.cursor.behind()) {
				this.next = this.cursor.catchUp();
			}
		}

		private void rewind() {
			this.effects.clear();
			this.taken.clear();
			this.cursor.rewind();
			this.next = this.cursor.position();
		}

		private void restart() {
			this.effects.clear();
			this.taken.clear();
			CommitMetadata metadata = CommitMetadataCodec.decode(this.committed, this.committedOffset);
			Progress progress = (metadata != null) ? Objects.requireNonNull(metadata.actors().get(1)) : Progress.at(0);
			this.cursor = new Cursor(this.actor, this.input, progress);
			this.next = this.committedOffset;
		}

		void finish() {
			resume();
			read(LAST + 1);
			while (!this.taken.isEmpty()) {
				finish(0);
			}
			commit();
			assertThat(this.cursor.progress().completed()).isEmpty();
		}

	}

	private static final class SwitchedActor extends Actor {

		private boolean running = true;

		SwitchedActor() {
			super(new Stage("agent", mock(AgentDefinition.class), false, List.of("topic"), null, null, 1),
					mock(EngineAgent.class), mock(Failures.class), 10);
		}

		@Override
		boolean running() {
			return this.running;
		}

		@Override
		void accept(Delivery delivery) {
			// Deliveries are looked at where they are offered.
		}

		@Override
		int process(int most, long now, long until) {
			return 0;
		}

		@Override
		void begin() {
			rest(Duration.ZERO);
		}

		@Override
		void clear() {
			// Holds nothing.
		}

		@Override
		void inProgress(List<HandlerInProgress> reported) {
			// Runs nothing.
		}

	}

}
