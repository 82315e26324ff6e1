/**
 * Timers: when they are due, and what becomes of their calls.
 */
@NullMarked
package org.faustspring.engine.timer;

import org.jspecify.annotations.NullMarked;
