/**
 * Kafka's consumer alone, as a lower bound.
 */
@NullMarked
package org.faustspring.benchmarks.engine.consumer;

import org.jspecify.annotations.NullMarked;
