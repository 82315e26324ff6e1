/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.pageviews;

import org.jspecify.annotations.NullMarked;
