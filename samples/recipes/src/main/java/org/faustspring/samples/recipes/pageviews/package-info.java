/**
 * Recipe: count the views of pages.
 */
@NullMarked
package org.faustspring.samples.recipes.pageviews;

import org.jspecify.annotations.NullMarked;
