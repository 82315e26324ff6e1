/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.repartition;

import org.jspecify.annotations.NullMarked;
