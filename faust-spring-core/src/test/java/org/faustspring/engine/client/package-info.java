/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.client;

import org.jspecify.annotations.NullMarked;
