/**
 * Tests of streams without an engine.
 */
@NullMarked
package org.faustspring.engine.stream;

import org.jspecify.annotations.NullMarked;
