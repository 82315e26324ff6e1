/**
 * The application that runs all recipes.
 */
@NullMarked
package org.faustspring.samples.recipes;

import org.jspecify.annotations.NullMarked;
