/**
 * How far processing is, and how that is written beside committed offsets.
 */
@NullMarked
package org.faustspring.engine.progress;

import org.jspecify.annotations.NullMarked;
