/**
 * Recipe: run something on one instance only.
 */
@NullMarked
package org.faustspring.samples.recipes.leadertimer;

import org.jspecify.annotations.NullMarked;
