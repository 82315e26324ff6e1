/**
 * Tables as tasks hold them: the overlay of uncommitted writes over the committed store.
 */
@NullMarked
package org.faustspring.engine.table;

import org.jspecify.annotations.NullMarked;
