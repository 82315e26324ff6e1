/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.progress;

import org.jspecify.annotations.NullMarked;
