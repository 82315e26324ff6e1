/**
 * Starts the broker and the engines, measures runs and verifies what they produced.
 */
@NullMarked
package org.faustspring.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
