/**
 * The engine: one poller, which owns the consumer, and workers, which run tasks.
 */
@NullMarked
package org.faustspring.engine;

import org.jspecify.annotations.NullMarked;
