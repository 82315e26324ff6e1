/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.livefeed;

import org.jspecify.annotations.NullMarked;
