package org.faustspring.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.faustspring.engine.client.ReadErrors;
import org.faustspring.engine.task.Input;
import org.faustspring.engine.task.Task;

/**
 * Reads what a worker's tasks read: from which offsets, and how far ahead of them. Its
 * consumer is in no group, since the poller tells which tasks there are. Belongs to the
 * worker's thread, but for {@link #wakeup()}.
 */
class InputReader {

	private static final Log logger = LogFactory.getLog(InputReader.class);

	/** Records that wait in an input before its partition is paused. */
	private static final int ENOUGH = 2000;

	/** With fewer than an actor may take in a turn, it might have to wait. */
	private static final int FEW = Task.EVENTS_A_TURN;

	/** How long nothing is likely to come after a look that found nothing. */
	private static final long AGAIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final long LAG_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private final String name;

	private final Consumer<byte[], byte[]> consumer;

	private final OutOfRange outOfRange;

	private final BiConsumer<Input, Long> moves;

	private final TaskOutcomes outcomes;

	private final Map<TopicPartition, Reading> readings = new LinkedHashMap<>();

	/** Whether an input has few records and room for more. */
	private boolean hungry;

	/** Somebody has ended the next wait. */
	private boolean woken;

	private final ReadErrors errors;

	/** When the consumer is asked again after an error; 0 if it did not fail. */
	private long notBefore;

	/** The App is being stopped, since nothing can be read. */
	private boolean failed;

	private long lagCheckedAt = System.nanoTime();

	private long foundNothingAt = this.lagCheckedAt - AGAIN_NANOS;

	/**
	 * Create a reader.
	 * @param name whose it is, for messages
	 * @param consumer reads; closed with the reader
	 * @param outOfRange decides where to go on when the broker does not have what is next
	 * @param moves goes on there; calls this reader
	 * @param outcomes told that the App cannot go on
	 */
	InputReader(String name, Consumer<byte[], byte[]> consumer, OutOfRange outOfRange, BiConsumer<Input, Long> moves,
			TaskOutcomes outcomes) {
		this.name = name;
		this.errors = new ReadErrors("%s could not read its inputs".formatted(name));
		this.consumer = consumer;
		this.outOfRange = outOfRange;
		this.moves = moves;
		this.outcomes = outcomes;
	}

	/**
	 * Read inputs from now on.
	 * @param positions by input, the offset to begin at
	 */
	void add(Map<Input, Long> positions) {
		if (positions.isEmpty()) {
			return;
		}
		positions.keySet().forEach((input) -> this.readings.put(input.topicPartition(), new Reading(input)));
		this.consumer.assign(this.readings.keySet());
		this.consumer.resume(positions.keySet().stream().map(Input::topicPartition).toList());
		seek(positions);
	}

	/**
	 * Read inputs no more.
	 * @param inputs the inputs; others of the same partitions stay
	 */
	void remove(Collection<Input> inputs) {
		boolean removed = false;
		for (Input input : inputs) {
			if (reads(input)) {
				this.readings.remove(input.topicPartition());
				removed = true;
			}
		}
		if (removed) {
			this.consumer.assign(this.readings.keySet());
		}
	}

	private boolean reads(Input input) {
		Reading reading = this.readings.get(input.topicPartition());
		return reading != null && reading.input == input;
	}

	/**
	 * Go on reading elsewhere. What waits in the inputs is dropped.
	 * @param positions offset by input; inputs that are not read are passed over
	 */
	void seek(Map<Input, Long> positions) {
		positions.forEach((input, offset) -> {
			if (reads(input)) {
				input.clear();
				this.consumer.seek(input.topicPartition(), offset);
			}
		});
	}

	/**
	 * Read what is there, if an input might run dry and there is a chance. Does not wait.
	 * @return how many records were read
	 */
	int read() {
		adjustDemand();
		long now = System.nanoTime();
		boolean lagDue = now - this.lagCheckedAt >= LAG_NANOS;
		if (lagDue) {
			checkLag(now);
		}
		boolean mayFind = this.hungry && now - this.foundNothingAt >= AGAIN_NANOS;
		if (!(mayFind || lagDue) || !canPoll()) {
			return 0;
		}
		int read = poll(Duration.ZERO);
		if (read == 0) {
			this.foundNothingAt = now;
		}
		return read;
	}

	/**
	 * Tell whether it is worth waiting for records.
	 * @return whether an input wants some
	 */
	boolean canWait() {
		adjustDemand();
		return this.hungry && canPoll();
	}

	private boolean canPoll() {
		return !this.readings.isEmpty() && !this.failed
				&& (this.notBefore == 0 || System.nanoTime() - this.notBefore >= 0);
	}

	/**
	 * Wait for records, and read them.
	 * @param longest the longest to wait
	 * @return whether nobody has ended it
	 */
	boolean await(Duration longest) {
		if (!this.woken && canPoll()) {
			if (poll(longest) == 0 && !this.woken) {
				this.foundNothingAt = System.nanoTime();
			}
		}
		boolean undisturbed = !this.woken;
		this.woken = false;
		return undisturbed;
	}

	/**
	 * End a wait, or the next one if there is none. Any thread.
	 */
	void wakeup() {
		this.consumer.wakeup();
	}

	/** What to read is decided here and nowhere else. */
	private void adjustDemand() {
		boolean few = false;
		List<TopicPartition> pause = List.of();
		List<TopicPartition> resume = List.of();
		for (Reading reading : this.readings.values()) {
			int buffered = reading.input.buffered();
			boolean wanted = reading.input.wanted() && buffered < (reading.paused ? ENOUGH / 2 : ENOUGH);
			if (wanted == reading.paused) {
				reading.paused = !wanted;
				if (wanted) {
					resume = with(resume, reading);
				}
				else {
					pause = with(pause, reading);
				}
			}
			few |= wanted && buffered < FEW;
		}
		this.hungry = few;
		if (!pause.isEmpty()) {
			this.consumer.pause(pause);
		}
		if (!resume.isEmpty()) {
			this.consumer.resume(resume);
		}
	}

	private static List<TopicPartition> with(List<TopicPartition> partitions, Reading reading) {
		List<TopicPartition> more = partitions.isEmpty() ? new ArrayList<>() : partitions;
		more.add(reading.input.topicPartition());
		return more;
	}

	private int poll(Duration timeout) {
		try {
			ConsumerRecords<byte[], byte[]> records = this.consumer.poll(timeout);
			this.errors.succeeded();
			this.notBefore = 0;
			return handOver(records);
		}
		catch (WakeupException ex) {
			this.woken = true;
		}
		catch (InterruptException ex) {
			// Left behind by a handler; whoever ends the thread tells it so too.
			this.woken = true;
			Thread.interrupted();
		}
		catch (OffsetOutOfRangeException ex) {
			moveOn(ex);
		}
		catch (KafkaException ex) {
			tryLater(ex);
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
		return 0;
	}

	private void moveOn(OffsetOutOfRangeException missing) {
		Map<TopicPartition, Long> positions;
		try {
			positions = this.outOfRange.positions(missing);
		}
		catch (KafkaException ex) {
			tryLater(ex);
			return;
		}
		catch (RuntimeException ex) {
			fail(ex);
			return;
		}
		positions.forEach((partition, offset) -> {
			Reading reading = this.readings.get(partition);
			if (reading != null) {
				this.moves.accept(reading.input, offset);
			}
		});
	}

	private int handOver(ConsumerRecords<byte[], byte[]> records) {
		if (records.isEmpty()) {
			return 0;
		}
		for (TopicPartition partition : records.partitions()) {
			Reading reading = this.readings.get(partition);
			if (reading != null) {
				reading.input.add(records.records(partition));
			}
		}
		return records.count();
	}

	private void tryLater(KafkaException ex) {
		this.notBefore = Math.max(1, System.nanoTime() + ReadErrors.PAUSE.toNanos());
		this.errors.failed(ex);
		if (this.errors.tooMany()) {
			fail(ex);
		}
	}

	private void fail(RuntimeException ex) {
		logger.error("%s cannot read its inputs %s, so the App fails".formatted(this.name, this.readings.keySet()), ex);
		this.failed = true;
		this.outcomes.failed(ex);
	}

	private void checkLag(long now) {
		this.lagCheckedAt = now;
		this.readings.forEach((partition, reading) -> this.consumer.currentLag(partition)
			.ifPresent((unread) -> reading.input.lag(unread + reading.input.buffered())));
	}

	/**
	 * Close the consumer.
	 */
	void close() {
		try {
			this.consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
		}
		catch (KafkaException ex) {
			logger.info("The consumer of %s did not close cleanly: %s".formatted(this.name, ex));
		}
	}

	/**
	 * Decides where to go on when the broker does not have the records of an offset.
	 */
	interface OutOfRange {

		/**
		 * Decide.
		 * @param ex what the broker does not have
		 * @return where to go on, by partition
		 * @throws IllegalStateException if the policy is to go on nowhere
		 */
		Map<TopicPartition, Long> positions(OffsetOutOfRangeException ex);

	}

	private static final class Reading {

		private final Input input;

		/** Kept here, since the consumer copies all it has paused to tell it. */
		private boolean paused;

		Reading(Input input) {
			this.input = input;
		}

	}

}
