/**
 * Copies of tasks that other instances own, kept warm from their changelogs.
 */
@NullMarked
package org.faustspring.engine.standby;

import org.jspecify.annotations.NullMarked;
