/**
 * Streams: what an agent composes, as a description, and the nodes that one actor pushes
 * its events through.
 */
@NullMarked
package org.faustspring.engine.stream;

import org.jspecify.annotations.NullMarked;
