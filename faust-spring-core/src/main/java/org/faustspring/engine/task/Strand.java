package org.faustspring.engine.task;

import java.util.ArrayDeque;

import org.jspecify.annotations.Nullable;

/**
 * Events of some keys, which are processed one at a time in order. Belongs to the
 * worker's thread; what runs may be asked by any.
 */
final class Strand {

	/** In order; the first one may be running. */
	final ArrayDeque<Delivery> waiting = new ArrayDeque<>();

	volatile @Nullable LaneRun running;

}
