/**
 * Agents compiled from their bean methods: handlers, results, groupBy and sinks, resolved
 * once at start.
 */
@NullMarked
package org.faustspring.engine.handler;

import org.jspecify.annotations.NullMarked;
