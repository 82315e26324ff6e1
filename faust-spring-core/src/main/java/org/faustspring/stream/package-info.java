/**
 * Events: the messages an agent processes.
 */
@NullMarked
package org.faustspring.stream;

import org.jspecify.annotations.NullMarked;
