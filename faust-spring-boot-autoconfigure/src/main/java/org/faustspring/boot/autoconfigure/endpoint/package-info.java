/**
 * Auto-configuration of the App's actuator endpoints.
 */
@NullMarked
package org.faustspring.boot.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
