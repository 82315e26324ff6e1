/**
 * The cases as Kafka Streams topologies.
 */
@NullMarked
package org.faustspring.benchmarks.engine.streams;

import org.jspecify.annotations.NullMarked;
