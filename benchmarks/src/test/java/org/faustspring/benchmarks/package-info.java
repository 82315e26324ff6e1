/**
 * Tests of the command line.
 */
@NullMarked
package org.faustspring.benchmarks;

import org.jspecify.annotations.NullMarked;
