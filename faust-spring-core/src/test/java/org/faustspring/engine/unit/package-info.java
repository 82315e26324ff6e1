/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.unit;

import org.jspecify.annotations.NullMarked;
