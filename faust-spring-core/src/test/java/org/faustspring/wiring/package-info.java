/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.wiring;

import org.jspecify.annotations.NullMarked;
