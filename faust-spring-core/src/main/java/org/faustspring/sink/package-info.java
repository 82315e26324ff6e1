/**
 * Sinks: where an agent's results go.
 */
@NullMarked
package org.faustspring.sink;

import org.jspecify.annotations.NullMarked;
