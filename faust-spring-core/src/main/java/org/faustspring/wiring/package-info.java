/**
 * The App put together: annotated bean methods found, compiled and handed to the engine.
 */
@NullMarked
package org.faustspring.wiring;

import org.jspecify.annotations.NullMarked;
