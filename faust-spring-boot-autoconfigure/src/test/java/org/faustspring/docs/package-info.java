/**
 * Holds the documentation to what the code is and does.
 */
@NullMarked
package org.faustspring.docs;

import org.jspecify.annotations.NullMarked;
