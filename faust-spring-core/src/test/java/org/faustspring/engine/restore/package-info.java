/**
 * Tests of the take-over of tasks.
 */
@NullMarked
package org.faustspring.engine.restore;

import org.jspecify.annotations.NullMarked;
