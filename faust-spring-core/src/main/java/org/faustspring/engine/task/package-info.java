/**
 * Tasks: partitions of co-partitioned topics and tables, and the actors that process
 * their events.
 */
@NullMarked
package org.faustspring.engine.task;

import org.jspecify.annotations.NullMarked;
