/**
 * What threads of the engine ask of each other.
 */
@NullMarked
package org.faustspring.engine.thread;

import org.jspecify.annotations.NullMarked;
