/**
 * Tests of what is measured without a broker.
 */
@NullMarked
package org.faustspring.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
