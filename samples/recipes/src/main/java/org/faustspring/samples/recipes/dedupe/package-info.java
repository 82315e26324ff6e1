/**
 * Recipe: let each event through once.
 */
@NullMarked
package org.faustspring.samples.recipes.dedupe;

import org.jspecify.annotations.NullMarked;
