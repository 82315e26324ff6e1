/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.channel;

import org.jspecify.annotations.NullMarked;
