/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.deadletter;

import org.jspecify.annotations.NullMarked;
