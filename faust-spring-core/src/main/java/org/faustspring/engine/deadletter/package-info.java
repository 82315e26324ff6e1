/**
 * Dead letters: where records go that cannot be processed.
 */
@NullMarked
package org.faustspring.engine.deadletter;

import org.jspecify.annotations.NullMarked;
