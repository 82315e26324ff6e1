package org.faustspring.engine.task;

import java.util.Arrays;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.faustspring.engine.progress.Progress;
import org.jspecify.annotations.Nullable;

/**
 * One actor's place in one input: what it has taken and not finished, and so how far it
 * is. Belongs to the task's worker.
 */
final class Cursor extends Feed {

	final Input input;

	private long taken;

	private Progress committed;

	/** The actor did not take what was offered: it has to be read again for it. */
	private boolean behind;

	Cursor(Actor actor, Input input, Progress committed) {
		super(actor);
		this.input = input;
		this.committed = committed;
		this.taken = committed.position();
	}

	/**
	 * Take a record, unless the actor has done it before or takes none now.
	 * @return what to process, or null
	 */
	@Nullable Delivery offer(ConsumerRecord<byte[], byte[]> record, @Nullable Origin origin) {
		if (!accepting()) {
			return null;
		}
		long offset = record.offset();
		if (offset < this.taken) {
			return null;
		}
		this.taken = offset + 1;
		Delivery delivery = new Delivery(this, record, origin);
		add(delivery);
		if (this.committed.isDone(offset)) {
			done(delivery);
			return null;
		}
		return delivery;
	}

	/** Whether a record offered now would be looked at; if not, it is missed. */
	boolean accepting() {
		if (!this.actor.wants(this)) {
			this.behind = true;
		}
		return !this.behind;
	}

	/** A record that needs no processing, such as one sent twice. */
	void pass(long offset) {
		if (accepting() && offset >= this.taken) {
			this.taken = offset + 1;
		}
	}

	@Override
	void finished(Delivery delivery) {
		if (delivery.origin != null && this.input.retries() == null) {
			this.input.done(delivery.origin);
		}
	}

	@Override
	boolean steady() {
		return this.input.retries() == null;
	}

	@Override
	long incarnation() {
		return this.input.incarnation();
	}

	long position() {
		Delivery first = first();
		return (first != null) ? first.record.offset() : this.taken;
	}

	Progress progress() {
		long position = position();
		if (undone() == size() && this.committed.completed().length == 0) {
			return Progress.at(position);
		}
		return new Progress(position, completed(position));
	}

	/**
	 * Everything between two deliveries that are not done is done; it is worth noting
	 * where that spares processing something again.
	 */
	private long[] completed(long position) {
		long[] ranges = new long[16];
		int length = 0;
		long start = position;
		boolean worthwhile = false;
		for (Delivery delivery : all()) {
			long offset = delivery.record.offset();
			if (delivery.done) {
				worthwhile = true;
				continue;
			}
			if (start < offset && (worthwhile || carried(start, offset))) {
				ranges = append(ranges, length, start, offset);
				length += 2;
			}
			start = offset + 1;
			worthwhile = false;
		}
		if (start < this.taken && start > position && (worthwhile || carried(start, this.taken))) {
			ranges = append(ranges, length, start, this.taken);
			length += 2;
		}
		// What is done and has not been read again stays done.
		long[] carried = this.committed.completed();
		for (int i = 0; i < carried.length; i += 2) {
			if (carried[i + 1] > this.taken) {
				long from = Math.max(carried[i], this.taken);
				if (length > 0 && ranges[length - 1] == from) {
					ranges[length - 1] = carried[i + 1];
				}
				else {
					ranges = append(ranges, length, from, carried[i + 1]);
					length += 2;
				}
			}
		}
		return Arrays.copyOf(ranges, length);
	}

	private boolean carried(long start, long end) {
		long[] carried = this.committed.completed();
		for (int i = 0; i < carried.length; i += 2) {
			if (carried[i] < end && carried[i + 1] > start) {
				return true;
			}
		}
		return false;
	}

	private static long[] append(long[] ranges, int length, long start, long end) {
		long[] result = (length + 2 <= ranges.length) ? ranges : Arrays.copyOf(ranges, length * 2);
		result[length] = start;
		result[length + 1] = end;
		return result;
	}

	Progress committed() {
		return this.committed;
	}

	void committed(Progress progress) {
		this.committed = progress;
	}

	/** Forget everything since the last commit. */
	void rewind() {
		forget();
		this.taken = this.committed.position();
		this.behind = false;
	}

	/** Begin at an offset, whatever was done so far. */
	void moveTo(long offset) {
		this.committed = Progress.at(offset);
		rewind();
	}

	boolean behind() {
		return this.behind;
	}

	/**
	 * What was passed over is being read again.
	 * @return the first offset to read
	 */
	long catchUp() {
		this.behind = false;
		return this.taken;
	}

}
