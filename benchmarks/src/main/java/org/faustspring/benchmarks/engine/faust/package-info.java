/**
 * The cases as faust-spring applications.
 */
@NullMarked
package org.faustspring.benchmarks.engine.faust;

import org.jspecify.annotations.NullMarked;
