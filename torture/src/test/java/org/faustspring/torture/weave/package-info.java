/**
 * Tests for what is woven into the engine.
 */
@NullMarked
package org.faustspring.torture.weave;

import org.jspecify.annotations.NullMarked;
