/**
 * Code that the documentation shows.
 */
@NullMarked
package org.faustspring.docs.snippets;

import org.jspecify.annotations.NullMarked;
