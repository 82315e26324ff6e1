/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine;

import org.jspecify.annotations.NullMarked;
