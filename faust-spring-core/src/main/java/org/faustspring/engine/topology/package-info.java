/**
 * What the agents and tables need from the cluster: topics, co-partitioning, internal
 * topics.
 */
@NullMarked
package org.faustspring.engine.topology;

import org.jspecify.annotations.NullMarked;
