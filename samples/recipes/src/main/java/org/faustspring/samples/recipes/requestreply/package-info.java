/**
 * Recipe: ask the agent that owns the state.
 */
@NullMarked
package org.faustspring.samples.recipes.requestreply;

import org.jspecify.annotations.NullMarked;
