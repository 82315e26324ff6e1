/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.ratelimit;

import org.jspecify.annotations.NullMarked;
