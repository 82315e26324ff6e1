/**
 * Actuator endpoints that show and steer the App, its agents and its tables.
 */
@NullMarked
package org.faustspring.boot.actuate.endpoint;

import org.jspecify.annotations.NullMarked;
