/**
 * Tests of retry topics' names and headers.
 */
@NullMarked
package org.faustspring.engine.retry;

import org.jspecify.annotations.NullMarked;
