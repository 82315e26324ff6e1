/**
 * Declared topics: how their records are written, and how they leave.
 */
@NullMarked
package org.faustspring.engine.topic;

import org.jspecify.annotations.NullMarked;
