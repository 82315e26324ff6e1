/**
 * The App as a whole, on a real broker.
 */
@NullMarked
package org.faustspring.integration;

import org.jspecify.annotations.NullMarked;
