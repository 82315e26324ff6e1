/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.dedupe;

import org.jspecify.annotations.NullMarked;
