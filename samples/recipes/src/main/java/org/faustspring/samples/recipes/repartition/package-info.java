/**
 * Recipe: process events by another field than their key.
 */
@NullMarked
package org.faustspring.samples.recipes.repartition;

import org.jspecify.annotations.NullMarked;
