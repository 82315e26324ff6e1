/**
 * Tests of what engines are told.
 */
@NullMarked
package org.faustspring.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
