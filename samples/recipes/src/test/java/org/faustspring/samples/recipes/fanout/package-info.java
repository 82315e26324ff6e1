/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.fanout;

import org.jspecify.annotations.NullMarked;
