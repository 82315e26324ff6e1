/**
 * Benchmarks of faust-spring and its peers, started from the command line.
 */
@NullMarked
package org.faustspring.benchmarks;

import org.jspecify.annotations.NullMarked;
