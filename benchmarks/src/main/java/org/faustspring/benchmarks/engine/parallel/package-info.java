/**
 * Slow handlers as Confluent's Parallel Consumer runs them.
 */
@NullMarked
package org.faustspring.benchmarks.engine.parallel;

import org.jspecify.annotations.NullMarked;
