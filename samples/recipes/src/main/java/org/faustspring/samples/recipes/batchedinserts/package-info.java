/**
 * Recipe: insert events into a database in batches.
 */
@NullMarked
package org.faustspring.samples.recipes.batchedinserts;

import org.jspecify.annotations.NullMarked;
