/**
 * What to do about an App that does not start.
 */
@NullMarked
package org.faustspring.boot.diagnostics;

import org.jspecify.annotations.NullMarked;
