/**
 * The application under test, written as a user writes one.
 */
@NullMarked
package org.faustspring.torture.app;

import org.jspecify.annotations.NullMarked;
