/**
 * Tests of the hand-written loop.
 */
@NullMarked
package org.faustspring.benchmarks.engine.loop;

import org.jspecify.annotations.NullMarked;
