/**
 * Recipe: call a service no faster than it allows.
 */
@NullMarked
package org.faustspring.samples.recipes.ratelimit;

import org.jspecify.annotations.NullMarked;
