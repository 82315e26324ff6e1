/**
 * Decides which instance of the application owns which task.
 */
@NullMarked
package org.faustspring.engine.assignment;

import org.jspecify.annotations.NullMarked;
