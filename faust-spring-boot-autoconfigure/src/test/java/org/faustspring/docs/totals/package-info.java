/**
 * The first application of the README and of the page on getting started.
 */
@NullMarked
package org.faustspring.docs.totals;

import org.jspecify.annotations.NullMarked;
