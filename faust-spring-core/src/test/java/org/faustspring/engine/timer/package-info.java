/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.timer;

import org.jspecify.annotations.NullMarked;
