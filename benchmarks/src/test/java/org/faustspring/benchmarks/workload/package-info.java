/**
 * Tests of the workload.
 */
@NullMarked
package org.faustspring.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
