/**
 * The unit of work: the effects of one event, kept apart until its handler has returned.
 */
@NullMarked
package org.faustspring.engine.unit;

import org.jspecify.annotations.NullMarked;
