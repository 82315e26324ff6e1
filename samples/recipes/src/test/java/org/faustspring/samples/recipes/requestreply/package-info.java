/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.requestreply;

import org.jspecify.annotations.NullMarked;
