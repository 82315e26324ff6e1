/**
 * Auto-configuration of the App's health.
 */
@NullMarked
package org.faustspring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
