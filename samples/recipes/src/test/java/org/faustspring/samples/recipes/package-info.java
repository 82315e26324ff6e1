/**
 * What the recipes' tests share.
 */
@NullMarked
package org.faustspring.samples.recipes;

import org.jspecify.annotations.NullMarked;
