/**
 * Tests of the embedded broker and its auto-configuration.
 */
@NullMarked
package org.faustspring.boot.embedded;

import org.jspecify.annotations.NullMarked;
