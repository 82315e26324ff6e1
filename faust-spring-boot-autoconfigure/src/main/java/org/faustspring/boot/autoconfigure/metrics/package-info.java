/**
 * Auto-configuration of the App's meters.
 */
@NullMarked
package org.faustspring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
