/**
 * Recipe: send events to one of two topics.
 */
@NullMarked
package org.faustspring.samples.recipes.fanout;

import org.jspecify.annotations.NullMarked;
