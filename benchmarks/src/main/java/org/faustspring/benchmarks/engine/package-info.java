/**
 * What runs in an engine's own JVM: the contract of all engines and their settings.
 */
@NullMarked
package org.faustspring.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
