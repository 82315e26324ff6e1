/**
 * The App: its lifecycle, settings and state, as an application sees them.
 */
@NullMarked
package org.faustspring.app;

import org.jspecify.annotations.NullMarked;
