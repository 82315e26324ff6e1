/**
 * Readiness of the application to be sent requests.
 */
@NullMarked
package org.faustspring.boot.availability;

import org.jspecify.annotations.NullMarked;
