/**
 * Dead letters: what could not be processed, and how to send it back.
 */
@NullMarked
package org.faustspring.deadletter;

import org.jspecify.annotations.NullMarked;
