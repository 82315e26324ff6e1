/**
 * The cases as a hand-written loop over Kafka's clients and RocksDB.
 */
@NullMarked
package org.faustspring.benchmarks.engine.loop;

import org.jspecify.annotations.NullMarked;
