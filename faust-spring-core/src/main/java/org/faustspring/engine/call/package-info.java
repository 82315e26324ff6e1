/**
 * Calls between agents: requests, their answers, and the topics they go through.
 */
@NullMarked
package org.faustspring.engine.call;

import org.jspecify.annotations.NullMarked;
