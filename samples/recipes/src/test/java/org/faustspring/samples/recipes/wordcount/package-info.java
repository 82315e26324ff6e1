/**
 * Tests of the recipe.
 */
@NullMarked
package org.faustspring.samples.recipes.wordcount;

import org.jspecify.annotations.NullMarked;
