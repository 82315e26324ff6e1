/**
 * The stateless cases as spring-kafka listeners.
 */
@NullMarked
package org.faustspring.benchmarks.engine.listener;

import org.jspecify.annotations.NullMarked;
