/**
 * What is woven into the engine in a tortured process, and exists nowhere else.
 */
@NullMarked
package org.faustspring.torture.weave;

import org.jspecify.annotations.NullMarked;
