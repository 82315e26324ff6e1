/**
 * What is measured: the input, the cases, and what each must result in.
 */
@NullMarked
package org.faustspring.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
