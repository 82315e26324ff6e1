package org.faustspring.engine.task;

import java.util.List;

import org.faustspring.engine.handler.EventRecord;

/**
 * What becomes of deliveries that have been pushed through a stream: they are done, or
 * failed, or come again. Belongs to the thread that pushes.
 */
final class StreamOutcomes {

	private final Actor actor;

	private final StreamSource source;

	/** Takes what is done about a failure. */
	private final DirectUnit direct;

	StreamOutcomes(Actor actor, StreamSource source, DirectUnit direct) {
		this.actor = actor;
		this.source = source;
		this.direct = direct;
	}

	void done(Delivery finished) {
		done(finished, this.actor.stats(finished.sourceTopic()));
	}

	void done(Delivery finished, AgentStats stats) {
		finished.feed.done(finished);
		if (!this.actor.stage().grouping()) {
			stats.events.increment();
		}
	}

	/** Have them pushed again. */
	void giveBack(List<Delivery> all) {
		all.forEach(this.source::giveBack);
	}

	void unreadable(Delivery failed, Throwable failure) {
		settle(failed, this.actor.failures().undeserializable(failed, this.direct, failure));
	}

	/**
	 * They have failed together.
	 * @param all the deliveries
	 * @param read what the last of them is to handlers
	 * @param failure what was thrown
	 */
	void failed(List<Delivery> all, EventRecord<?> read, Throwable failure) {
		Delivery first = all.get(0);
		if (all.size() > 1) {
			failedTogether(all, first, failure);
		}
		else if (Failures.keyUnreadable(read, failure)) {
			unreadable(first, failure);
		}
		else {
			settle(first, this.actor.failures().thrown(first, this.direct, failure, this.actor));
		}
	}

	private void settle(Delivery failed, boolean dealtWith) {
		this.direct.keep();
		if (dealtWith) {
			failed.feed.done(failed);
		}
		else {
			this.source.giveBack(failed);
		}
	}

	private void failedTogether(List<Delivery> all, Delivery first, Throwable failure) {
		int attempts = this.actor.agent().definition().attempts();
		if (first.failures + 1 >= attempts) {
			// Each event has its last attempt alone.
			for (Delivery one : all) {
				one.failures = attempts - 1;
				one.notBefore = 0;
				one.alone = true;
			}
			this.actor.stats(first.sourceTopic()).errors.increment();
		}
		else {
			this.actor.failures().batchThrown(first, failure);
		}
		giveBack(all);
	}

}
