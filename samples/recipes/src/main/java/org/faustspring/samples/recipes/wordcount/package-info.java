/**
 * Recipe: count words.
 */
@NullMarked
package org.faustspring.samples.recipes.wordcount;

import org.jspecify.annotations.NullMarked;
