/**
 * Health of the App.
 */
@NullMarked
package org.faustspring.boot.health;

import org.jspecify.annotations.NullMarked;
