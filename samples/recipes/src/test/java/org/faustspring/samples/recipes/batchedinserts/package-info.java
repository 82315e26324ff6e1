/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.batchedinserts;

import org.jspecify.annotations.NullMarked;
