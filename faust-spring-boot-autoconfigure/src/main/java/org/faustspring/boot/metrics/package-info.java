/**
 * Meters of the App.
 */
@NullMarked
package org.faustspring.boot.metrics;

import org.jspecify.annotations.NullMarked;
