/**
 * Tables: partitioned, changelogged key/value state.
 */
@NullMarked
package org.faustspring.table;

import org.jspecify.annotations.NullMarked;
