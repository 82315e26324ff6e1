/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.topic;

import org.jspecify.annotations.NullMarked;
