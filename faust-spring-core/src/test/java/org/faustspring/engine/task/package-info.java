/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.task;

import org.jspecify.annotations.NullMarked;
