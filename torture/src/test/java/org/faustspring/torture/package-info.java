/**
 * Tests of fail points.
 */
@NullMarked
package org.faustspring.torture;

import org.jspecify.annotations.NullMarked;
