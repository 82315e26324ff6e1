/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.leadertimer;

import org.jspecify.annotations.NullMarked;
