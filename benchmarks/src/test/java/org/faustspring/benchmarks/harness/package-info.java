/**
 * Tests of the harness.
 */
@NullMarked
package org.faustspring.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
