package org.faustspring.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.faustspring.engine.progress.CommitMetadata.Sent;
import org.faustspring.engine.retry.RetryMark;
import org.jspecify.annotations.Nullable;

/**
 * What a task knows about one partition of a retry topic: which of its records a commit
 * has confirmed. Under at-least-once others are there too, sent by commits that failed or
 * by an owner that had lost the task; their events were processed again from the source.
 * Belongs to the task's worker.
 */
final class RetryInlet {

	/** This owner of the task. */
	private final int sender = ThreadLocalRandom.current().nextInt();

	/** {@code null} if it is not known, so that every record counts. */
	private @Nullable List<Sent> confirmed = new ArrayList<>();

	int sender() {
		return this.sender;
	}

	/**
	 * Take what the last commit says.
	 * @param sent what it has confirmed, {@code null} if it says nothing
	 */
	void committed(@Nullable List<Sent> sent) {
		this.confirmed = (sent != null) ? new ArrayList<>(sent) : null;
	}

	/**
	 * Return what a commit is to confirm.
	 * @param position everything below is done
	 * @param first first offset sent since the last commit, -1 if none was
	 * @param last last offset sent since the last commit
	 * @return the list, {@code null} if not known
	 */
	@Nullable List<Sent> confirm(long position, long first, long last) {
		List<Sent> known = this.confirmed;
		if (known == null) {
			return null;
		}
		List<Sent> next = new ArrayList<>();
		boolean added = first < 0;
		for (Sent sent : known) {
			Sent kept = sent;
			if (!added && sent.sender() == this.sender) {
				kept = new Sent(this.sender, sent.from(), last + 1);
				added = true;
			}
			if (kept.to() > position) {
				next.add(kept);
			}
		}
		if (!added) {
			next.add(new Sent(this.sender, first, last + 1));
		}
		return next;
	}

	/**
	 * Tell whether a record counts.
	 * @param mark what it says about itself
	 * @param offset its offset
	 * @return whether it does; {@link Verdict#WAIT} if the commit is under way
	 */
	Verdict judge(RetryMark mark, long offset) {
		List<Sent> known = this.confirmed;
		if (known == null) {
			return Verdict.COUNTS;
		}
		for (Sent sent : known) {
			if (sent.sender() == mark.sender() && offset >= sent.from() && offset < sent.to()) {
				return Verdict.COUNTS;
			}
		}
		return (mark.sender() == this.sender) ? Verdict.WAIT : Verdict.VOID;
	}

	enum Verdict {

		COUNTS, WAIT, VOID

	}

}
