package org.faustspring.engine.task;

import org.jspecify.annotations.Nullable;

/**
 * One event on its way through a lane. Belongs to the lane's thread from start to finish,
 * then to the worker's again.
 */
final class LaneRun {

	final Strand strand;

	final Delivery delivery;

	final IsolatedUnit unit;

	final int epoch;

	final Actor.Call call = new Actor.Call();

	long started;

	long nanos;

	boolean undeserializable;

	@Nullable Throwable failure;

	LaneRun(Strand strand, Delivery delivery, IsolatedUnit unit, int epoch) {
		this.strand = strand;
		this.delivery = delivery;
		this.unit = unit;
		this.epoch = epoch;
	}

}
