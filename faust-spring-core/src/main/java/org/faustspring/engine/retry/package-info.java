/**
 * Retry topics: their names, and what records on their way through them carry.
 */
@NullMarked
package org.faustspring.engine.retry;

import org.jspecify.annotations.NullMarked;
