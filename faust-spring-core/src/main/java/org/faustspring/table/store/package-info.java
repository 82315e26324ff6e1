/**
 * Local state of tasks: key/value data of tables and their positions in the changelog.
 */
@NullMarked
package org.faustspring.table.store;

import org.jspecify.annotations.NullMarked;
