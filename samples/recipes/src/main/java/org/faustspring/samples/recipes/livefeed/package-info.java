/**
 * Recipe: a live feed for browsers.
 */
@NullMarked
package org.faustspring.samples.recipes.livefeed;

import org.jspecify.annotations.NullMarked;
